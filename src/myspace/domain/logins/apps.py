"""Logins as a Django application: when it starts, it tells the kernel what it keeps and the worker what it sweeps."""

from django.apps import AppConfig


class LoginsConfig(AppConfig):
    name = "myspace.domain.logins"
    label = "logins"

    def ready(self) -> None:
        from myspace.domain.logins import closing, keeping, leaving, sweeping  # noqa: F401  # each registers itself
