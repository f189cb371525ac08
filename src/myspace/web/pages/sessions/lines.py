"""Logins elsewhere in words: by which way, how sure, where to. What was not told is None, and the page says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from myspace.domain.administrations import service as administrations
from myspace.domain.logins.service import Line
from myspace.web.session.called import level_of, method_of


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A login at another service. None: whoever tells did not say."""

    id: UUID
    at: datetime
    service: str
    body: str | None
    method: str | None
    level: str | None
    device: str | None
    place: str | None


def elsewhere(line: Line) -> Elsewhere:
    one = line.login
    body = administrations.administration(one.ine10).name if one.ine10 else None
    return Elsewhere(
        line.id, one.at, one.service, body if body != one.ine10 else None, method_of(one.method) if one.method else None,
        level_of(one.level) if one.level else None, one.device, one.place,
    )  # fmt: skip


__all__ = ["Elsewhere", "elsewhere", "level_of", "method_of"]
