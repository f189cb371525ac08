"""The web process: WSGI, because a page in Django costs the least CPU that way (docs/adr/0001)."""

import gc
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "myspace.site.settings")

from django.core.wsgi import get_wsgi_application

from myspace.domain.kernel.logs import configure_logging

configure_logging()
application = get_wsgi_application()

from django.conf import settings  # noqa: E402  # it needs the name of the settings, above

from myspace.api.inbound import feeds, issuers, login_feeds  # noqa: E402  # it needs the applications
from myspace.web import spoken  # noqa: E402  # likewise
from myspace.web.session import provider  # noqa: E402  # it needs the applications

spoken.keep_language_in_the_thread()

provider.configured()  # a file that cannot be used stops the start, with its reason, before anybody stands at the door
if settings.ISSUERS:
    issuers.configured(settings.ISSUERS)  # likewise
if settings.FEEDS:
    feeds.configured(settings.FEEDS)  # likewise
if settings.LOGIN_FEEDS:
    login_feeds.configured(settings.LOGIN_FEEDS)  # likewise

# What was made while starting lives for ever: the collector need not look at it again at each page.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 50)
