"""Tells Django that the citizen's door exists; it has no tables."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "myspace.web"
    label = "web"
