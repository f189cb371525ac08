"""Where the house is put together: one settings file, urls, wsgi, asgi, checks, management commands."""
