"""Login through VALId 2, the identity provider of the AOC. Knows its wire; refuses to know sessions and tables."""
