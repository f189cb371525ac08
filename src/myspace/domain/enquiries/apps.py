"""Enquiries as a Django application: when it starts, it tells the kernel what it keeps."""

from django.apps import AppConfig


class EnquiriesConfig(AppConfig):
    name = "myspace.domain.enquiries"
    label = "enquiries"

    def ready(self) -> None:
        from myspace.domain.enquiries import keeping, needing  # noqa: F401  # each registers itself
