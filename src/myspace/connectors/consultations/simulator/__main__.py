"""`python -m myspace.connectors.consultations.simulator keys|year|one|beat|serve`: one step, in lines of what was answered.

keys  --folder DIR [--carries INE10]                       writes DIR/feeds.toml and DIR/consultes.jwks.json
year  --folder DIR --to URL [--who marta]                  tells the year of the cast, or of one of them
one   --folder DIR --to URL --who marta --asker INE10 …    tells one, now
beat  --folder DIR --to URL                                says that it works
serve --folder DIR --to URL --port N                       waits to be asked, for the folder of that address
"""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import sys
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from myspace.connectors.consultations.simulator import Voice, events_about, send, start
from myspace.connectors.consultations.simulator.speech import SAYS, origin, whose
from myspace.simulation.cast import CAST, MANRESA, person

_FILE = """# Who may tell this folder of consultations, and may be asked about them: an invented platform.
[[feed]]
name = "consultes"
says = "{says}"
keys = "consultes.jwks.json"
carries = [{bodies}]
"""
_AT_ONCE = 500


def arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m myspace.connectors.consultations.simulator", description=__doc__)
    parser.add_argument("step", choices=("keys", "year", "one", "beat", "serve"))
    parser.add_argument("--folder", type=Path, required=True, help="where it keeps its key")
    parser.add_argument("--carries", action="append", default=[], help="a body, by its INE10; none: whoever asks")
    parser.add_argument("--to", default="http://localhost:8000", help="the folder's address, as the browser has it")
    parser.add_argument("--who", help="somebody of the cast, or an identifier")
    parser.add_argument("--asker", default=MANRESA)
    parser.add_argument("--product", default="PADRO")
    parser.add_argument("--purpose", default="GRANT")
    parser.add_argument("--case", help="the asker's number of the case")
    parser.add_argument("--port", type=int, default=0)
    return parser.parse_args(words)


def main(words: list[str]) -> int:
    given = arguments(words)
    voice = Voice.made(given.folder)
    if given.step == "keys":
        return _keys(voice, given)
    if given.step == "serve":
        asyncio.run(_serve(voice, given))
        return 0
    good = True
    for event in _events(voice, given, origin(given.to)):
        heard = send(given.to, voice.signed(event))
        sys.stdout.write(f"{heard.status} {heard.body.decode('utf-8', 'replace')[:500]}\n")
        good = good and heard.status == 202
    return 0 if good else 1


def _keys(voice: Voice, given: argparse.Namespace) -> int:
    text = json.dumps(voice.public(), indent=1)
    (given.folder / "consultes.jwks.json").write_text(text + "\n")
    bodies = ", ".join(f'"{one}"' for one in given.carries or ["*"])
    (given.folder / "feeds.toml").write_text(_FILE.format(says=SAYS, bodies=bodies))
    sys.stdout.write(text + "\n")
    return 0


def _events(voice: Voice, given: argparse.Namespace, folder: str) -> Iterator[dict[str, Any]]:
    now = datetime.now(UTC)
    if given.step == "beat":
        yield voice.heartbeat(folder)
    elif given.step == "one":
        one = {
            "of": whose(given.who or "marta"), "reference": f"PCI-{uuid.uuid4().hex[:12]}-1",
            "at": now.isoformat(timespec="seconds"), "asker": given.asker, "product": given.product, "purpose": given.purpose,
            "ground": "law", "outcome": "answered", "by": "official", **({"case": given.case} if given.case else {}),
        }  # fmt: skip
        yield voice.told(folder, one)
    else:
        people = [person(given.who)] if given.who else CAST
        every = [one for each in people for one in events_about(each.id, each.identifier.value, now.date())]
        for first in range(0, len(every), _AT_ONCE):
            yield voice.told(folder, *every[first : first + _AT_ONCE])
        yield voice.heartbeat(folder)


async def _serve(voice: Voice, given: argparse.Namespace) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with start(voice, origin(given.to), given.port) as running:
        sys.stdout.write(f"ready {running.url}\n")
        sys.stdout.flush()
        await stop.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
