"""Layouts of files: the known ones as TOML, how one is recognised, and how a new one is settled."""
