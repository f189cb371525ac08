"""The doors for machines: signed messages that others send to the folder. No page, no cookie, no session."""
