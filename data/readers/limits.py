"""How much one file may ask for. What an office sends is far below; what attacks is above."""

from __future__ import annotations

MAX_ROWS = 2_000_000  # rows that hold something, per sheet
MAX_COLUMNS = 1_000
MAX_CELLS = 300_000_000  # of a sheet up to its last filled row and column, blank ones too
MAX_SHEETS = 200  # also the members of a zip
MAX_MEMBERS = 10_000  # entries of a zip or workbook, whatever they are; each takes memory
MAX_UNPACKED_MB = 2_000  # what a zip, and so a workbook, unpacks to
LONGEST_CELL = 32_767  # characters; no cell of a spreadsheet holds more
LONGEST_ROW = 8 * LONGEST_CELL  # characters of all cells; a page shows a few hundred rows
MEMORY_MB = 4_000  # address space of the child process
SECONDS = 600  # from the child's start to its answer
