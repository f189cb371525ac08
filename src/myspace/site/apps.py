"""The site as a Django application: it brings the management commands."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "myspace.site"
    label = "site"
