"""Audit as a Django application."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "myspace.domain.audit"
    label = "audit"
