"""A body's own door: its name, its colours, one way in; its style sheet and the banner for its website."""
