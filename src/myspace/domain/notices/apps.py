"""Notices as a Django application: when it starts, it tells the kernel what it keeps and gathering what it reads."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "myspace.domain.notices"
    label = "notices"

    def ready(self) -> None:
        from myspace.domain.notices import away, keeping, listing  # noqa: F401  # registers the keeper and the errands
