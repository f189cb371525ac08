"""The accessibility page."""
