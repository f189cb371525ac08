"""What we talk about: frozen types and enums in pure Python. No Django, no network, no database."""
