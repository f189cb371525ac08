"""Whose seals are believed, the lists of those that were withdrawn, and what may be said of a sealed file."""
