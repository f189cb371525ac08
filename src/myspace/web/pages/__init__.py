"""One folder per screen: `views.py` gathers, `page.html` says."""
