"""The first page of who has not logged in."""
