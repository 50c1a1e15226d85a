"""Does the suite bite? Faults put into a copy of the program, each of which a test has to notice.

``python -m tests.mutasi`` applies every fault of ``daftar/`` to a copy of its own, runs the part of
the suite that the fault names, and ends with an error when one of them goes unnoticed, can no
longer be put in, or names tests that fail without it.
"""
