"""Alerts as a Django application: when it starts, it tells the packages below that it wants to hear of changes."""

from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "myspace.domain.alerts"
    label = "alerts"

    def ready(self) -> None:
        from myspace.domain.alerts import by_issuer, jobs, keeping, listed  # noqa: F401  # each registers itself
