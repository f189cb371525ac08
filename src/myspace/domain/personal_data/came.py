"""What a register told later than it was asked: that it came and when, for whoever tells the person. Not what, nor which."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from myspace.domain.kernel.db import Tx


def came(tx: Tx) -> tuple[tuple[UUID, datetime], ...]:
    """Of the person whom the transaction sees: our row's id, and the moment. One that was asked again since is not among them."""
    rows = tx.run(
        "SELECT id, came_at FROM personal_data_sheet WHERE person_id = myspace_subject() AND came_at IS NOT NULL ORDER BY id"
    )
    return tuple((id_, at) for id_, at in rows)
