"""Embeds: which there are, what each shows, its page, its code for other websites."""
