"""My data as a Django application: when it starts, it tells the kernel what it keeps and gathering what it asks."""

from django.apps import AppConfig


class PersonalDataConfig(AppConfig):
    name = "myspace.domain.personal_data"
    label = "personal_data"

    def ready(self) -> None:
        from myspace.domain.personal_data import asking, collecting, keeping  # noqa: F401  # each registers itself
