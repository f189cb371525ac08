"""The legal page."""
