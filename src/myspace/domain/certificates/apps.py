"""Papers as a Django application: when it starts, it tells the kernel what it keeps."""

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "myspace.domain.certificates"
    label = "certificates"

    def ready(self) -> None:
        from myspace.domain.certificates import keeping  # noqa: F401  # it registers itself
