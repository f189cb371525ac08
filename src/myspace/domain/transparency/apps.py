"""Transparency as a Django application: when it starts, it tells the kernel what it keeps and gathering what it asks."""

from django.apps import AppConfig


class TransparencyConfig(AppConfig):
    name = "myspace.domain.transparency"
    label = "transparency"

    def ready(self) -> None:
        from myspace.domain.transparency import asking, keeping, release, sweeping, wishing  # noqa: F401  # each registers itself
