"""People as a Django application."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "myspace.domain.people"
    label = "people"

    def ready(self) -> None:
        from myspace.domain.people import keeping  # noqa: F401  # registers what it hands over and forgets
