"""What the folder sends outside itself: kinds, ways and grounds. Knows no wording, no address and no provider."""

from __future__ import annotations

from enum import StrEnum


class MessageKind(StrEnum):
    """What a message is about, as coarsely as a person chooses. No text outside the folder tells more than this."""

    NOTICE = "notice"  # a notification with a term
    TURN = "turn"  # a body waits for the person
    SILENCE = "silence"  # a body's own term has passed
    PAYMENT = "payment"  # a window opens or closes; something is owed
    APPOINTMENT = "appointment"
    SOURCE = "source"  # a body stopped answering before a date of the person's
    LOGIN = "login"  # somebody came in by a way that was not used before
    LOOK_UP = "look_up"  # somebody consulted the person's data
    ANSWER = "answer"  # what the person asked for has come
    ENDING = "ending"  # a title or a paper of the person's is near its last day
    VISIT = "visit"  # "remind me to come in": asked for by the person
    CONTACT = "contact"  # of the ways to reach the person themselves; it cannot be switched off
    DIGEST = "digest"  # several of the others, at the hour that the person chose


# What the person chooses about. The last two are the folder's own.
CHOSEN = tuple(kind for kind in MessageKind if kind not in (MessageKind.CONTACT, MessageKind.DIGEST))
# Those with a date that the person may miss, or that tell of somebody at their door.
WITH_A_TERM = frozenset({
    MessageKind.NOTICE, MessageKind.PAYMENT, MessageKind.APPOINTMENT, MessageKind.LOGIN, MessageKind.ENDING,
})  # fmt: skip


class Channel(StrEnum):
    PUSH = "push"  # a device's browser (RFC 8030)
    EMAIL = "email"
    SMS = "sms"


class Ground(StrEnum):
    """What a message rests on: it says so wherever the folder could not look just before."""

    OWN = "own"  # the folder's own record: nothing to say
    LAST_VISIT = "last_visit"  # seen while the person was in; nobody has looked since
    LIST_READ = "list_read"  # what a platform's list told when it was read while the person was away
    SAID_BY_BODY = "said_by_body"  # what a body last answered
    SAID_BY_ISSUER = "said_by_issuer"  # what a body sent of itself


class Outcome(StrEnum):
    """What a provider did with one message."""

    ACCEPTED = "accepted"
    NOT_NOW = "not_now"  # away, late, busy: to be tried again
    UNSURE = "unsure"  # it hung up between taking it and saying so: it may have arrived
    NOBODY_THERE = "nobody_there"  # the address or the device exists no more
    REFUSED = "refused"  # it does not want this from us: an operator must look
