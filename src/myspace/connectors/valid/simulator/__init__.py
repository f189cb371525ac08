"""A far side of its own for login: VALId as the dossier describes it, for an invented country.

It reads the wire by itself and shares no line with the client; only the cast of `myspace.simulation` is common.
"""
