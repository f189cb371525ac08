"""Gathering as a Django application."""

from django.apps import AppConfig


class GatheringConfig(AppConfig):
    name = "myspace.domain.gathering"
    label = "gathering"

    def ready(self) -> None:
        from myspace.domain.gathering import service  # noqa: F401  # registers what it hands over and forgets
