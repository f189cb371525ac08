"""The citizen's door: pages, components, their look and their headers. Decides nothing about a person's affairs."""
