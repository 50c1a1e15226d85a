"""How things are said and shown: language, number formats, dates, colours."""
