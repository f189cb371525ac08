"""Gathering as a Django application."""

from django.apps import AppConfig


class GatheringConfig(AppConfig):
    name = "myspace.domain.gathering"
    label = "gathering"

    def ready(self) -> None:
        from myspace.domain.gathering import forgetting, service  # noqa: F401  # each registers itself
