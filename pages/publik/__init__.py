"""Doors under the names that offices have in their scripts; what they lead to is ``public``."""
