"""What the folder shows, what it does not yet, what it never will."""
