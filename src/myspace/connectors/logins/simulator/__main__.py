"""`python -m myspace.connectors.logins.simulator keys|year|one|beat|play`: one step, in lines of what was answered.

keys  --folder DIR                                    writes DIR/logins.toml and DIR/identitat.jwks.json
year  --folder DIR --to URL [--who marta]             tells the year of the cast, or of one of them
one   --folder DIR --to URL --who marta [--method …]  tells one, now
beat  --folder DIR --to URL                           says that it works
play  --folder DIR --to URL --as ORIGIN               tells the year every half a minute, until it is stopped
"""

from __future__ import annotations

import argparse
import http.client
import json
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Never
from urllib.parse import urlsplit

from myspace.connectors.logins.simulator import SAYS, Voice, logins_of, origin, send, whose
from myspace.simulation.cast import CAST, person
from myspace.simulation.stories.logins import YEAR

_FILE = """# Who may tell this folder of logins at other services: an invented identity provider.
[[feed]]
name = "identitat"
says = "{says}"
keys = "identitat.jwks.json"
"""
_AT_ONCE = 500


def arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m myspace.connectors.logins.simulator", description=__doc__)
    parser.add_argument("step", choices=("keys", "year", "one", "beat", "play"))
    parser.add_argument("--folder", type=Path, required=True, help="where it keeps its key")
    parser.add_argument("--to", default="http://localhost:8000", help="the folder's address, as the browser has it")
    parser.add_argument("--as", dest="name", help="the folder's own origin, where that is not its address")
    parser.add_argument("--who", help="somebody of the cast, or an identifier")
    parser.add_argument("--service", default="Biblioteca de prova")
    parser.add_argument("--method", default="clave")
    parser.add_argument("--device", default="Firefox, Linux")
    return parser.parse_args(words)


def main(words: list[str]) -> int:
    given = arguments(words)
    voice = Voice.made(given.folder)
    if given.step == "keys":
        return _keys(voice, given.folder)
    if given.step == "play":
        _play(voice, given)
    good = True
    for event in _events(voice, given, origin(given.to)):
        heard = send(given.to, voice.signed(event))
        sys.stdout.write(f"{heard.status} {heard.body.decode('utf-8', 'replace')[:500]}\n")
        good = good and heard.status == 202
    return 0 if good else 1


def _play(voice: Voice, given: argparse.Namespace) -> Never:
    """Told twice is kept once: whoever comes in meanwhile has their year within half a minute."""
    folder = origin(given.name or given.to)
    while True:
        with suppress(OSError, http.client.HTTPException):  # nobody is there yet, or any more
            for event in _events(voice, given, folder):
                send(given.to, voice.signed(event), host=urlsplit(folder).netloc)
        time.sleep(30)


def _keys(voice: Voice, folder: Path) -> int:
    text = json.dumps(voice.public(), indent=1)
    (folder / "identitat.jwks.json").write_text(text + "\n")
    (folder / "logins.toml").write_text(_FILE.format(says=SAYS))
    sys.stdout.write(text + "\n")
    return 0


def _events(voice: Voice, given: argparse.Namespace, folder: str) -> Iterator[dict[str, Any]]:
    now = datetime.now(UTC)
    since = (now - timedelta(YEAR)).date().isoformat()
    if given.step == "one":
        one = {
            "of": whose(given.who or "marta"), "reference": f"VAL-{uuid.uuid4().hex[:12]}-1",
            "at": now.isoformat(timespec="seconds"), "service": given.service, "method": given.method, "level": "substantial",
            "device": given.device,
        }  # fmt: skip
        yield voice.told(folder, one)
    if given.step in ("year", "play"):
        people = [person(given.who)] if given.who else CAST
        every = [one for each in people for one in logins_of(each.id, each.identifier.value, now.date())]
        for first in range(0, len(every), _AT_ONCE):
            yield voice.told(folder, *every[first : first + _AT_ONCE])
    if given.step != "one":
        yield voice.heartbeat(folder, since=since)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
