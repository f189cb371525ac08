"""Mandates as a Django application: when it starts, it says what it keeps and when the registry is asked again."""

from django.apps import AppConfig


class MandatesConfig(AppConfig):
    name = "myspace.domain.mandates"
    label = "mandates"

    def ready(self) -> None:
        from myspace.domain.mandates import keeping  # noqa: F401  # registers what it hands over and forgets
