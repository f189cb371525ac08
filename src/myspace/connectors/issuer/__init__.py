"""Whoever notifies tells the folder that a notice waits (NOTICE-IN-1). Knows the message; refuses to know folders and tables."""
