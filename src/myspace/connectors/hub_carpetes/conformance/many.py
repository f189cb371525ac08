"""Hundreds of bodies in one run: how many at a time, what is kept when it is stopped, what need not be asked again.

Knows turns and a file of results. Refuses to know rules, and never asks one host for more than a few bodies at once:
many bodies often share one supplier's machine, and a rehearsal must not be what brings it down.
"""

from __future__ import annotations

import asyncio
import json
import ssl
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from . import exchange
from .asking import Target
from .rehearsal import Outcome, rehearse
from .report_forms import UnreadableResult, body_form, read_form

BODIES_AT_ONCE = 8
# Of one host. Each rehearsal opens exchange.MAX_CONNECTIONS at most: a shared machine sees eight connections of ours.
BODIES_OF_ONE_HOST = 2


async def rehearse_all(
    targets: Sequence[Target],
    timeout_s: float,
    today: date,
    context: ssl.SSLContext,
    tell: Callable[[Outcome], None],
) -> None:
    """Every body once, in the order of the list as turns allow; `tell` gets each as it ends.

    Stopped by Ctrl-C it returns: those told are whole, and the rest were not asked to the end.
    """
    overall = asyncio.Semaphore(BODIES_AT_ONCE)
    hosts: dict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(BODIES_OF_ONE_HOST))

    async def one(body: Target) -> None:
        # The host's turn first: who waits for a busy host holds nobody else's place.
        async with hosts[urlsplit(body.url).netloc.lower()], overall, exchange.open_session(context) as session:
            # A session of its own: one body's broken connection never serves another's question.
            tell(await rehearse(session, body, timeout_s, today))

    going = [asyncio.create_task(one(body)) for body in targets]
    try:
        await asyncio.gather(*going)
    except asyncio.CancelledError:
        pass
    finally:
        for task in going:
            task.cancel()
        await asyncio.gather(*going, return_exceptions=True)


def kept(path: Path, targets: Sequence[Target]) -> dict[str, Outcome]:
    """INE10 → the result of an earlier run, for bodies that the list still holds at the same address.

    A line cut by a stop, or of another kit, is as if it were not there: that body is asked again.
    """
    wanted = {body.ine10: body for body in targets}
    found: dict[str, Outcome] = {}
    try:
        lines = path.read_text("utf-8").splitlines()
    except FileNotFoundError:
        return {}
    for line in lines:
        try:
            form = json.loads(line)
            body = wanted[form["ine10"]]
            if form["url"] == body.url:
                found[body.ine10] = read_form(form, body)
        except (ValueError, KeyError, TypeError, UnreadableResult):
            continue
    return found


def keep(path: Path, outcome: Outcome) -> None:
    """One line at the end of the file, as soon as the body is done."""
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(body_form(outcome), ensure_ascii=False) + "\n")
