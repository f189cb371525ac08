"""Agenda as a Django application."""

from django.apps import AppConfig


class AgendaConfig(AppConfig):
    name = "myspace.domain.agenda"
    label = "agenda"

    def ready(self) -> None:
        from myspace.domain.agenda import service  # noqa: F401  # registers what it hands over and forgets
