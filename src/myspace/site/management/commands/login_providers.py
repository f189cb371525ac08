"""`manage login_providers`: which door offers which provider, and whether each describes itself as it is configured."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from myspace.connector_kit.login import LoginFailure
from myspace.web.session import provider
from myspace.web.session.providers import ProvidersUnusable


class Command(BaseCommand):
    help = "Ask each login provider something harmless, and say which door offers which."
    requires_system_checks = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        try:
            known = provider.configured()
        except ProvidersUnusable as wrong:
            raise CommandError(str(wrong)) from wrong
        found = {name: self._asked(name) for name in known.by_name}
        for name, says in found.items():
            self.stdout.write(f"{name}: {says or 'answers as configured'}")
        for door, names in known.doors.items():
            self.stdout.write(f"door {door}: {', '.join(names)}")
        failed = [name for name, says in found.items() if says and says != _NOT_ASKED]
        if failed:
            raise CommandError(f"{', '.join(failed)}: docs/howto/add-a-login-provider.md says what each code means")

    def _asked(self, name: str) -> str:
        through = provider.way(name)
        assert through is not None, "one of those that are configured"
        try:
            return "" if through.probe() else _NOT_ASKED
        except LoginFailure as failure:
            return str(failure)


_NOT_ASKED = "publishes no harmless question; the first login tells"
