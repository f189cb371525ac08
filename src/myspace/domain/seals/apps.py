"""The seals as a Django application."""

from django.apps import AppConfig


class SealsConfig(AppConfig):
    name = "myspace.domain.seals"
    label = "seals"

    def ready(self) -> None:
        from myspace.domain.seals import lists  # noqa: F401  # registers the round that fetches them
