"""What was told and has not left yet, and need not: its fact is over, or the person has put it away.

The worker's alone. Whoever tells keeps its own record of what it told: the key of what is withdrawn is free again here.
"""

from __future__ import annotations

from collections.abc import Sequence

from myspace.domain.kernel.db import Tx


def withdraw(tx: Tx, keys: Sequence[str]) -> int:
    """Of the person whom the transaction sees; how many will not leave. What a maker has in its hands goes its way."""
    if not keys:
        return 0
    gone = tx.run(
        "DELETE FROM outbox_message WHERE person_id = myspace_subject() AND key = ANY(%s)"
        " AND state IN ('queued', 'gathered') RETURNING id",
        (list(keys),),
    )
    return len(gone)
