"""The kernel as a Django application: its migration makes the functions that every policy stands on."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "myspace.domain.kernel"
    label = "kernel"
