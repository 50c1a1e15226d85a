"""Counts of the micro data, the rounded cube made of them, and cross-tables of it."""
