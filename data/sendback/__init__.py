"""A received file as a workbook with its faulty cells marked, ready to go back to its sender."""
