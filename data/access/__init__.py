"""Who may see what: the table of rules, people and their roles, the viewer, and the record."""
