"""Invoices as a Django application: when it starts, it tells the kernel what it keeps and gathering what it asks."""

from django.apps import AppConfig


class InvoicesConfig(AppConfig):
    name = "myspace.domain.invoices"
    label = "invoices"

    def ready(self) -> None:
        from myspace.domain.invoices import asking, keeping, wishing  # noqa: F401  # each registers itself
