"""Gathering as a Django application."""

from django.apps import AppConfig


class GatheringConfig(AppConfig):
    name = "myspace.domain.gathering"
    label = "gathering"
