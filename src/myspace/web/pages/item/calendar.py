"""An appointment for a calendar that other people may read: the word "Cita" and the hour, nothing else.

No place, no administration, no subject and no name (a family calendar on a shared phone). RFC 5545.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from myspace.vocabulary.activity import Moment


def calendar(at: Moment, item_id: UUID, now: datetime) -> str:
    if at.at is not None:
        start = f"DTSTART:{at.at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    else:
        start = f"DTSTART;VALUE=DATE:{at.day:%Y%m%d}\r\nDTEND;VALUE=DATE:{at.day + timedelta(days=1):%Y%m%d}"
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Agenda//CA",
        "BEGIN:VEVENT",
        # Steady, so that a second download replaces the first; a digest, so that it is no address of ours.
        f"UID:{hashlib.sha256(item_id.bytes).hexdigest()[:32]}",
        f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        start,
        f"SUMMARY:{_('Cita')}",
        "CLASS:PRIVATE",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    )
    return "\r\n".join(lines)
