"""People who read all the time, over web's own socket, each with words of their own; and what an answer to them is worth.

    good      the right status, their own words where these belong, and nobody else's, at once or after one try more
    turned    a designed 503 that says when to come back: counted by itself, and not good
    broken    anything else: another status, no answer, an answer without its words, one that took too long
    wrong     somebody else's word, name or number: never

One try more is what a browser or a proxy makes by itself: a GET whose connection broke before a byte came back.
"""

from __future__ import annotations

import http.client
import re
import threading
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random
from urllib.parse import quote, urlencode

LIMIT_SECONDS = 10.0
PAUSE_SECONDS = 0.08
_FIELD = re.compile(r'name="(csrfmiddlewaretoken|drawn_for)" value="([^"]+)"')
_TOPIC = re.compile(r'(event: (changed|ended)|data: \{("topic": "[a-z*]+")?\}|: beat|retry: \d+)?')


class Worth(StrEnum):
    GOOD = "good"
    TURNED = "turned away as designed"
    BROKEN = "broken"
    WRONG = "wrong person"


@dataclass(frozen=True, slots=True)
class Heard:
    """One answer; `status` 0 is a connection that broke."""

    status: int
    text: str = ""
    retry_after: bool = False
    seconds: float = 0.0
    cookies: tuple[str, ...] = ()
    sent: bool = True  # False: nobody was there to take the request, so it did nothing


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who is in. `mine` must be on their pages; `theirs` are the words that only other people may read."""

    who: str
    token: str
    mine: str
    theirs: tuple[str, ...]
    starred: str  # ids of the two items that they change
    hidden: str
    bodies: tuple[str, ...]  # the connections that they ask again


def worth(heard: Heard, mine: str | None, theirs: Iterable[str], expected: int = 200) -> Worth:
    if any(word in heard.text for word in theirs):
        return Worth.WRONG
    if heard.status == 503 and heard.retry_after:
        return Worth.TURNED
    fine = heard.status == expected and heard.seconds < LIMIT_SECONDS and (mine is None or mine in heard.text)
    return Worth.GOOD if fine else Worth.BROKEN


@dataclass
class Tally:
    """What all readers saw, under one lock."""

    answers: Counter[Worth] = field(default_factory=Counter)
    second_tries: int = 0
    slowest: float = 0.0
    told: list[str] = field(default_factory=list)
    fault: str = "before"
    by_fault: dict[str, Counter[Worth]] = field(default_factory=dict)
    guard: threading.Lock = field(default_factory=threading.Lock)

    def add(self, what: str, heard: Heard, said: Worth, tries: int) -> None:
        with self.guard:
            self.answers[said] += 1
            self.second_tries += tries > 1
            self.slowest = max(self.slowest, heard.seconds)
            self.by_fault.setdefault(self.fault, Counter())[said] += 1
            if said in (Worth.BROKEN, Worth.WRONG) and len(self.told) < 30:
                self.told.append(f"{said}: {what}, {heard.status}, {heard.seconds:.1f} s, during {self.fault}")


@dataclass
class Written:
    """The acts of one kind by one person: what was sent last and confirmed, and how many hang between."""

    confirmed: int = 0
    doubtful: int = 0
    last: bool | None = None  # the last confirmed value
    since: set[bool] = field(default_factory=set)  # values sent after it without a confirmation

    def note(self, value: bool, heard: Heard) -> None:
        if heard.status in (302, 303):
            self.confirmed, self.last = self.confirmed + 1, value
            self.since.clear()
        elif heard.sent and not 400 <= heard.status < 500:
            self.doubtful += 1
            self.since.add(value)

    def agrees(self, kept: bool) -> bool:
        return self.last is None or kept == self.last or kept in self.since


class Visitor(threading.Thread):
    """One reader's thread: pages and parts in no order, and now and then an act."""

    def __init__(self, reader: Reader, port: int, tally: Tally, chance: Random, stop: threading.Event) -> None:
        super().__init__(name=f"reader-{reader.who}", daemon=True)
        self.reader, self.stop, self.tally = reader, stop, tally
        self.stars, self.hidings = Written(), Written()
        self.last_good = 0.0
        self._port, self._chance = port, chance
        self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=LIMIT_SECONDS)
        self._cookies = {"__Host-session": reader.token}
        self.form: dict[str, str] = {}

    def run(self) -> None:
        while not self.stop.is_set():
            draw = self._chance.random()
            if draw < 0.08 and self.form:
                self._star()
            elif draw < 0.12 and self.form:
                self._hide()
            elif draw < 0.14 and self.form:
                self._act("/fonts/pregunta", {"font": self._chance.choice(self.reader.bodies)})
            else:
                self._read()
            self.stop.wait(PAUSE_SECONDS * (0.5 + self._chance.random()))
        self._line.close()

    def _read(self) -> None:
        mark = quote(self.form.get("drawn_for", ""))
        item = f"/activitat/{self.reader.starred}"
        pages = ["/activitat", "/inici", item, "/fonts", "/que-em-toca", "/impostos", "/cites", "/activitat?f=cases"]
        if mark:
            pages += [f"/fragment/{part}?drawn_for={mark}" for part in ("activitat", "inici-assumptes", "fonts")]
        path = self._chance.choice(pages)
        part = path.partition("?")[0]
        heard, tries = self._get(path)
        # The name is on every whole page; parts need not list their own things.
        mine = None if part.startswith("/fragment/") else self.reader.mine
        self._judge(f"GET {part.replace(self.reader.starred, '<item>')}", heard, mine, 200, tries)
        if part == item and heard.status == 200:
            self.form = dict(_FIELD.findall(heard.text))

    def _star(self) -> None:
        value = self._chance.random() < 0.5
        path = f"/activitat/{self.reader.starred}/preferit"
        self.stars.note(value, self._act(path, {"on": "1" if value else "0"}))

    def _hide(self) -> None:
        value = self.hidings.last is not True
        self.hidings.note(value, self._act(f"/activitat/{self.reader.hidden}/{'amaga' if value else 'mostra'}", {}))

    def _act(self, path: str, fields: dict[str, str]) -> Heard:
        heard = self._send("POST", path, urlencode(self.form | fields))
        what = path.replace(self.reader.starred, "<item>").replace(self.reader.hidden, "<item>")
        self._judge(f"POST {what}", heard, None, 302 if heard.status == 302 else 303, 1)
        return heard

    def _judge(self, what: str, heard: Heard, mine: str | None, expected: int, tries: int) -> None:
        said = worth(heard, mine, self.reader.theirs, expected)
        if said is Worth.GOOD:
            self.last_good = time.monotonic()
        self.tally.add(what, heard, said, tries)

    def _get(self, path: str) -> tuple[Heard, int]:
        heard = self._send("GET", path)
        if heard.status:
            return heard, 1
        again = self._send("GET", path)
        return Heard(again.status, again.text, again.retry_after, heard.seconds + again.seconds), 2

    def _send(self, method: str, path: str, body: str | None = None) -> Heard:
        headers = {"Host": "localhost", "Cookie": "; ".join(f"{n}={v}" for n, v in self._cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began, sent = time.monotonic(), False
        try:
            if self._line.sock is None:
                self._line.connect()
            sent = True
            self._line.request(method, path, body, headers)
            answer = self._line.getresponse()
            text = answer.read().decode("utf-8", "replace") + str(answer.headers)
        except (OSError, http.client.HTTPException):
            self._line.close()
            return Heard(0, seconds=time.monotonic() - began, sent=sent)
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            if name == "__Host-csrf":
                self._cookies[name] = value
        return Heard(answer.status, text, "Retry-After" in answer.headers, time.monotonic() - began)


class Listener(threading.Thread):
    """One open page's stream; comes back after a second, as its script does. `open_since` is None while it is away."""

    def __init__(self, visitor: Visitor, port: int, stop: threading.Event) -> None:
        super().__init__(name=f"stream-{visitor.reader.who}", daemon=True)
        self.visitor, self.stop, self._port = visitor, stop, port
        self.open_since: float | None = None
        self.times_open = 0
        self.strange: list[str] = []  # lines that no stream should carry

    def run(self) -> None:
        while not self.stop.is_set():
            mark = self.visitor.form.get("drawn_for")
            if mark:
                self._listen(mark)
            self.open_since = None
            self.stop.wait(1.0)

    def _listen(self, mark: str) -> None:
        line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)  # it beats every 20 s
        try:
            cookie = f"__Host-session={self.visitor.reader.token}"
            line.request("GET", f"/live?drawn_for={quote(mark)}", headers={"Host": "localhost", "Cookie": cookie})
            answer = line.getresponse()
            if answer.status != 200:
                return
            self.open_since, self.times_open = time.monotonic(), self.times_open + 1
            while not self.stop.is_set() and (heard := answer.readline()):
                if _TOPIC.fullmatch(heard.decode("utf-8", "replace").strip()) is None:
                    self.strange.append("a line that is neither a topic nor a beat")
        except (OSError, http.client.HTTPException):
            return
        finally:
            line.close()
