"""What a page costs in a country: by one's own history, by everybody else's data, by how many bodies are asked; its
memory and its slowest answers. Every side in one run, round by round, the first round dropped.
"""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from urllib.parse import urlsplit

from bench.country.dataset import Country, cookie
from bench.figures import Figure
from bench.load import Round, latencies, measured, memory_of_tree, processes_of_tree
from bench.page import cookies, warm

SECONDS, ROUNDS, CONNECTIONS = 4.0, 7, 32
PAGE, COMMON, RARE = "/activitat", "/activitat?q=beca", "/activitat?q=e-l3001"
HISTORY, SEARCH, OTHERS, SOURCES, SAME_BYTES, TAIL, MEGABYTES = 1.2, 2.0, 1.1, 1.3, 1.02, 5.0, 195.0


@dataclass(frozen=True, slots=True)
class _Side:
    """One page of one person, at one web."""

    url: str
    headers: dict[str, str]
    trees: tuple[int, ...]
    size: int = 0


def growth(country: Country, *, quick: bool) -> list[Figure]:
    """The page's CPU (web and PostgreSQL) and bytes as histories, the country and the bodies grow."""
    country.open_sessions(len(country.plan.readers))
    sides = {
        "short": _side(country, "short"), "middle": _side(country, "middle"), "long": _side(country, "long"),
        "few people": _side(country, "short", few=True), "few sources": _side(country, "few_sources"),
        "many sources": _side(country, "many_sources"), "common word": _side(country, "middle", COMMON),
        "rare word": _side(country, "middle", RARE),
    }  # fmt: skip
    rounds: list[dict[str, Round]] = []
    for _ in range(1 if quick else ROUNDS):
        rounds.append(
            {n: measured(s.url, s.headers, s.trees, seconds=1 if quick else SECONDS) for n, s in sides.items()}
        )
    if any(r.bad for each in rounds for r in each.values()):
        raise RuntimeError("answers other than 200: nothing was measured")
    return [*_ratios(country, rounds[1:] or rounds), *_bytes(sides)]


def _side(country: Country, reader: str, page: str = PAGE, *, few: bool = False) -> _Side:
    place = 0 if few else country.plan.place(reader)
    base, web = (
        (country.few_url, country.few_pid) if few else (country.stack.web_url, country.stack.supervisor.pid("web"))
    )
    headers = {"Host": urlsplit(country.stack.origin).netloc, "Cookie": cookie(place)}
    headers["Cookie"] += cookies(base + PAGE, headers)
    return _Side(base + page, headers, (web, country.postgres), warm(base + page, headers))


def _ratios(country: Country, rounds: list[dict[str, Round]]) -> list[Figure]:
    matters = {each.name: each.matters for each in country.plan.readers}
    middle, long, few = f"{matters['middle']:,}", f"{matters['long']:,}", country.few

    def over(name: str, one: str, other: str, limit: float, what: str) -> Figure:
        ratio = statistics.median(r[one].cpu_ms / r[other].cpu_ms for r in rounds)
        ms = [statistics.median(r[side].cpu_ms for r in rounds) for side in (one, other)]
        told = f"{ms[0]:.2f} and {ms[1]:.2f} ms of CPU, {what}, {len(rounds)} rounds; {country.size}"
        return Figure("growth", name, ratio, limit, told)

    both = "20 sources"
    people = f"{country.plan.people:,} and {few.people:,} people, {country.plan.items:,} and {few.items:,} things"
    return [
        over(f"page, own history of {middle} over 30", "middle", "short", HISTORY, both),
        over(f"page, own history of {long} over 30", "long", "short", HISTORY, both),
        over(f"search for a common word in {middle} over the page", "common word", "middle", SEARCH, both),
        over(f"search for a rare word in {middle} over the page", "rare word", "middle", SEARCH, both),
        over("page, other people's data × 100", "short", "few people", OTHERS, people),
        over("page, 50 sources over 5", "many sources", "few sources", SOURCES, f"{middle} own things"),
    ]


def _bytes(sides: dict[str, _Side]) -> list[Figure]:
    """Constant means: the longest page at most 2 % longer than the shortest, for the count of things has more digits."""
    sizes = [sides[name].size for name in ("short", "middle", "long")]
    told = ", ".join(map(str, sizes)) + " bytes: the same 30 newest things, and older ones behind them"
    return [Figure("growth", "page's bytes, longest history over shortest", max(sizes) / min(sizes), SAME_BYTES, told)]


def memory(country: Country, *, quick: bool) -> list[Figure]:
    """What the two web workers and their master take, after they have drawn every kind of page that is measured here."""
    country.open_sessions(len(country.plan.readers))
    for reader in country.plan.readers[: 1 if quick else None]:
        side = _side(country, reader.name)
        for page in (PAGE, COMMON, "/inici", "/fonts", "/impostos", "/cites", "/que-em-toca"):
            if quick:
                warm(country.stack.web_url + page, side.headers)
            else:
                measured(country.stack.web_url + page, side.headers, (), seconds=1, connections=16)
    web = country.stack.supervisor.pid("web")
    told = f"PSS of {processes_of_tree(web)} processes after pages of seven kinds; {country.size}"
    return [
        Figure(
            "memory", "web, two workers and master, MB", round(memory_of_tree(web) / 1e6, 1), MEGABYTES, told, unit=""
        )
    ]


def tail(country: Country, *, quick: bool) -> list[Figure]:
    """How much longer than half of the visitors the last of a hundred waits, when 32 come at once."""
    country.open_sessions(len(country.plan.readers))
    side = _side(country, "middle")
    found = []
    for _ in range(1 if quick else ROUNDS):
        half, most, bad = latencies(side.url, side.headers, seconds=1 if quick else SECONDS, connections=CONNECTIONS)
        if bad:
            raise RuntimeError("answers other than 200: nothing was measured")
        found.append((half, most))
    found = found[1:] or found
    halves, mosts = zip(*found, strict=True)
    ratio = statistics.median(most / half for half, most in found)
    told = (
        f"{statistics.median(mosts):.0f} and {statistics.median(halves):.0f} ms, {len(halves)} rounds; {country.size}"
    )
    return [Figure("tail", f"page, p99 over p50 at {CONNECTIONS} connections", ratio, TAIL, told)]
