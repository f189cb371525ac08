"""People as a Django application."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "myspace.domain.people"
    label = "people"
