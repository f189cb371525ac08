"""An appointment for a calendar that other people may read: the word "Cita" and the hour, nothing else.

No place, no administration, no subject and no name (a family calendar on a shared phone).
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from myspace.vocabulary.activity import Moment
from myspace.web import icalendar


def calendar(at: Moment, item_id: UUID, now: datetime) -> str:
    # Steady, so that a second download replaces the first; a digest, so that it is no address of ours.
    uid = hashlib.sha256(item_id.bytes).hexdigest()[:32]
    return icalendar.calendar([icalendar.Event(uid, at.day, at.at, _("Cita"))], now)
