"""What the frame of a page needs to know: who looks, whose folder, when the session ends, whom to call.

Knows no session and no table: the door fills it in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Help:
    """Who a person can call. Without a body it is 012, the Generalitat's phone, which answers everybody."""

    body: str | None = None
    phone: str = "012"
    hours: str | None = None
    office: str | None = None  # address of the citizens' office (OAC), when known


@dataclass(frozen=True, slots=True)
class Acting:
    """Whose folder it is, on what ground ("certificate" or "mandate"), until when in words. Of a mandate, what it is for:
    to `consult`, to be told of `notices`, `filing`; each of "all" bodies, of "some" or of "none".

    `state` is the reason for which the folder opens or does not, when the page was drawn: "allowed", "being_checked" …
    """

    name: str
    ground: str
    until: str | None = None
    state: str = "allowed"
    consult: str = "none"
    notices: str = "none"
    filing: str = "none"

    @property
    def by_mandate(self) -> bool:
        return self.ground != "certificate"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The person at the screen. `acting` is set when the folder is not their own.

    `drawn_for` is an opaque text that every form and the stream carry back; it never holds an identifier.
    `session_ends` is aware; `seconds_left` is what the browser counts from, so that a wrong clock does no harm.
    """

    name: str
    drawn_for: str
    session_ends: datetime
    seconds_left: int
    acting: Acting | None = None
    public_computer: bool = False  # the way out is a large button, always in view


@dataclass(frozen=True, slots=True)
class WayBack:
    """The website of the body by whose door the person came in: its name, the https address and its host."""

    name: str
    url: str
    host: str


@dataclass(frozen=True, slots=True)
class Chrome:
    signed_in: SignedIn | None = None
    help: Help = Help()
    copy_of: datetime | None = None  # a restored copy that nobody adopted: what is shown is of then
    simulated: bool = False  # far sides are make-believe: the ribbon says so on every page
    live: bool = False  # the page has parts that late answers refresh
    inside: bool = False  # the browser holds a session: also a page that knows nobody offers the quick way out
    way_back: WayBack | None = None
    bare: bool = False  # error pages: no form, so no token and no cookie
