"""Activity as a Django application: when it starts, it tells gathering where its answers go."""

from django.apps import AppConfig


class ActivityConfig(AppConfig):
    name = "myspace.domain.activity"
    label = "activity"

    def ready(self) -> None:
        from myspace.domain.activity import keeping  # noqa: F401  # registers the sinks and the keeper
