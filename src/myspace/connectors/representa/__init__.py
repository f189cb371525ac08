"""Representa, the AOC's registry of representations, over PCI. Knows its wire; refuses to know sessions, tables and what a
mandate allows."""
