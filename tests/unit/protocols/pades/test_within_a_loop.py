"""A check is a thread's: within a running loop it refuses, and says nothing of the file."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from myspace.protocols.pades.checking import check
from myspace.protocols.pades.trusting import Trust


async def test_within_a_running_loop_it_raises_and_calls_no_file_altered() -> None:
    with pytest.raises(RuntimeError, match="belongs to a thread"):
        check(b"%PDF-1.7", Trust(sealing=(), stamping=()), datetime.now(UTC))
