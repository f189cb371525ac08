"""Audit as a Django application."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "myspace.domain.audit"
    label = "audit"

    def ready(self) -> None:
        from myspace.domain.audit import service  # noqa: F401  # registers what it hands over and forgets
