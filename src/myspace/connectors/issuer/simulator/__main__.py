"""`python -m myspace.connectors.issuer.simulator keys|waits|ended`: one step, one line of what the folder answered.

keys  --folder DIR [--speaks-for INE10]   writes DIR/issuers.toml and DIR/plataforma.jwks.json
waits --folder DIR --to URL --who marta --sender INE10 --reference N [--since 2] [--days 10]
ended --folder DIR --to URL --who marta --sender INE10 --reference N --how opened
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from myspace.connectors.issuer.simulator import Platform, send
from myspace.simulation.cast import MANRESA

_FILE = """# Who may tell this folder of notices: an invented platform.
[[issuer]]
name = "plataforma"
says = "{says}"
keys = "plataforma.jwks.json"
speaks_for = [{bodies}]
"""


def arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m myspace.connectors.issuer.simulator", description=__doc__)
    parser.add_argument("step", choices=("keys", "waits", "ended"))
    parser.add_argument("--folder", type=Path, required=True, help="where it keeps its key")
    parser.add_argument(
        "--speaks-for", action="append", default=[], help="a body, by its INE10; may be given several times"
    )
    parser.add_argument("--to", default="http://localhost:8000", help="the folder's address, as the browser has it")
    parser.add_argument("--who", default="marta", help="somebody of the cast, or an identifier")
    parser.add_argument("--sender", default=MANRESA)
    parser.add_argument("--reference", default="N-2026-1")
    parser.add_argument("--registry", help="the exit number at the sender's register")
    parser.add_argument("--since", type=int, default=0, help="days ago it was made available")
    parser.add_argument("--days", type=int, default=10, help="of its term")
    parser.add_argument("--how", default="opened", choices=("opened", "refused", "expired", "annulled"))
    return parser.parse_args(words)


def main(words: list[str]) -> int:
    given = arguments(words)
    platform = Platform.made(given.folder)
    if given.step == "keys":
        text = json.dumps(platform.public(), indent=1)
        (given.folder / "plataforma.jwks.json").write_text(text + "\n")
        bodies = ", ".join(f'"{one}"' for one in given.speaks_for or [MANRESA])
        (given.folder / "issuers.toml").write_text(_FILE.format(says=platform.says, bodies=bodies))
        sys.stdout.write(text + "\n")
        return 0
    more = {"registry": given.registry} if given.registry else {}
    about = (given.to, given.who, given.sender, given.reference)
    waits = given.step == "waits"
    event = (
        platform.waits(*about, days=given.days, since=given.since, **more)
        if waits
        else platform.ended(*about, given.how, **more)
    )
    heard = send(given.to, platform.signed(event))
    sys.stdout.write(f"{heard.status} {heard.body.decode('utf-8', 'replace')[:500]}\n")
    return 0 if heard.status == 202 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
