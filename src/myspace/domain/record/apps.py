"""The record as a Django application."""

from django.apps import AppConfig


class RecordConfig(AppConfig):
    name = "myspace.domain.record"
    label = "record"

    def ready(self) -> None:
        from myspace.domain.record import keeping  # noqa: F401  # registers what it hands over and forgets
