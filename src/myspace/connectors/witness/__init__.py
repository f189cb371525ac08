"""Witnesses of the record: others who keep its last head and confirm the next only if it continues it."""
