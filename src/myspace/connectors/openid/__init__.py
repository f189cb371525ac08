"""Login through any OpenID Connect provider. Knows its wire; refuses to know sessions and tables."""
