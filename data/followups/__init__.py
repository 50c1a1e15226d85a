"""What a review meeting decided: commitments, and what helped or hindered an indicator.

Kept in a file of its own beside the stores, so that building and publishing never touch it.
"""
