"""Agenda as a Django application."""

from django.apps import AppConfig


class AgendaConfig(AppConfig):
    name = "myspace.domain.agenda"
    label = "agenda"
