"""The web process: WSGI, because a page in Django costs the least CPU that way (docs/adr/0001)."""

import gc
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "myspace.site.settings")

from django.core.wsgi import get_wsgi_application

from myspace.domain.kernel.logs import configure_logging

configure_logging()
application = get_wsgi_application()

# What was made while starting lives for ever: the collector need not look at it again at each page.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 50)
