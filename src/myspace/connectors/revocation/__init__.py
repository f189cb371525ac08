"""Lists of withdrawn certificates, as their issuers publish them (RFC 5280)."""
