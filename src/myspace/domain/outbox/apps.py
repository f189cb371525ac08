"""Outbox as a Django application."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "myspace.domain.outbox"
    label = "outbox"

    def ready(self) -> None:
        from myspace.domain.outbox import service  # noqa: F401  # registers what it hands over and forgets
