"""Papers as a Django application: what it keeps, what waits for a register, and what the maker makes."""

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "myspace.domain.certificates"
    label = "certificates"

    def ready(self) -> None:
        from myspace.domain.certificates import hearing, keeping  # noqa: F401  # each registers itself
        from myspace.domain.outbox import beside

        beside.register(_papers)


def _papers(origin: str):  # type: ignore[no-untyped-def]  # what it begins is imported by the maker alone
    """Setting and sealing are imported here and not at the start: a page needs neither."""
    from myspace.domain.certificates import making

    return making.from_environment(origin)
