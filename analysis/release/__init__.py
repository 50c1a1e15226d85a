"""From counts to a published version: tables, protection, the officials' cells, the last check."""
