"""The paper that leaves the room: a memo of two pages, its workbook and a picture for messaging."""
