"""The live door: tells an open page that something changed. Knows no topic and no content."""
