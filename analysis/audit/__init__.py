"""Judges a release before it is served: can anybody work out a small count from it?"""
