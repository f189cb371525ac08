"""What we do for a person: one package a capability; `service.py` is the only door of each."""
