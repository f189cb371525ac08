"""SOAP 1.1: hardened XML, the envelope and its faults, X.509 signatures, attachments. Knows no product and no body."""
