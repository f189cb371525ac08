"""Time stamps of a third party over heads of the record (RFC 3161)."""
