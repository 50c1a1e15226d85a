"""From files to validated tables: reading, checking, building and opening the stores."""
