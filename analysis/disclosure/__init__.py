"""Disclosure control: the rule, and which rows of a release are withheld to keep it."""
