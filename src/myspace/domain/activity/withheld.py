"""What a body's own entry says of a notification, to who may consult the folder and not be notified in it.

That there is one, whose, since when and under which number is in the body's register, and a representative to consult may
look at a register (Law 39/2015, art. 16.3, 53.1.a). To get at its content is to be notified (art. 43.2), which is a power of
its own. So the entry is shown, and nothing that is of the notification itself or leads to it; also once it was opened, by
whoever did: where two readings are possible the narrower is taken.
"""

from __future__ import annotations

from msgspec.structs import replace

from myspace.domain.mandates import service as mandates
from myspace.domain.mandates.service import Wish
from myspace.vocabulary.activity import Entry, Item, Link, LinkVerdict
from myspace.vocabulary.people import Actor

_NOWHERE = Link("", "", LinkVerdict.UNREGISTERED_HOST)


def is_withheld(actor: Actor, item: Item) -> bool:
    """Asked of the mandates only for a notification in another's folder: of all else it costs nothing."""
    if not actor.by_mandate or not isinstance(item, Entry) or item.notice_state is None:
        return False
    return not mandates.may(actor, Wish.LIST_NOTICES, body=item.ine10).allowed


def without_content(item: Item) -> Item:
    """The entry without its papers, its notes and its ways to the body's website."""
    assert isinstance(item, Entry)
    return replace(item, link=_NOWHERE, case_link=None, notes=None, attachments=())
