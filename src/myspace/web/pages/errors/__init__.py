"""The pages of what went wrong."""
