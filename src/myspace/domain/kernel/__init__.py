"""The data kernel: connections, row-level security, keys, ids. Knows no person.

Of the capabilities' tables it knows only what must be in one place: the closed list of functions (`sql/`) and the tables
in which there is nobody (`catalogue.py`).
"""
