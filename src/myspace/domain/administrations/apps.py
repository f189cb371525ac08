"""Administrations as a Django application."""

from django.apps import AppConfig


class AdministrationsConfig(AppConfig):
    name = "myspace.domain.administrations"
    label = "administrations"
