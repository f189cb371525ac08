"""RFC 3161 as the seal asks for it: a request goes out through a port, and an answer is believed only if it is for that request.

The port takes the bytes of a TimeStampReq and gives those of a TimeStampResp (section 3.4: `application/timestamp-query` and
`-reply` over HTTP). How they travel, how long that may last and what is said when nobody answers are the port's own.
"""

from __future__ import annotations

from collections.abc import Callable

from asn1crypto import cms, core, tsp
from pyhanko.sign.timestamps import TimeStamper

from myspace.protocols.pades.failures import Flaw, NoStamp

Stamper = Callable[[bytes], bytes]
_LONGEST = 64 * 1024
_GRANTED = ("granted", "granted_with_mods")


class _Answer(core.Sequence):  # type: ignore[misc]  # the library has no types for it
    """TimeStampResp as the standard has it: a refusal has no token. The library's own cannot be without."""

    _fields = [("status", tsp.PKIStatusInfo), ("time_stamp_token", cms.ContentInfo, {"optional": True})]


class Asking(TimeStamper):
    """The library's way to ask, through the port. One for each seal: what a service answered an hour ago is not reused."""

    def __init__(self, stamper: Stamper) -> None:
        super().__init__(include_nonce=True)  # type: ignore[no-untyped-call]  # the library leaves it untyped
        self._stamper = stamper

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        return believed(self._stamper(req.dump()), req)


def believed(answer: bytes, asked: tsp.TimeStampReq) -> tsp.TimeStampResp:
    """The answer, if it is a stamp over the digest that was asked for, with the same number. Its signature is judged later."""
    if len(answer) > _LONGEST:
        raise NoStamp(Flaw.UNREADABLE)
    try:
        if _Answer.load(answer, strict=True)["status"]["status"].native not in _GRANTED:
            raise NoStamp(Flaw.REFUSED)
        response = tsp.TimeStampResp.load(answer, strict=True)
        told = _told(response["time_stamp_token"])
        same = all(told[part].dump() == asked[part].dump() for part in ("message_imprint", "nonce"))
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        raise NoStamp(Flaw.UNREADABLE) from None  # what was read is not repeated
    if not same:
        raise NoStamp(Flaw.ANOTHERS)
    return response


def _told(token: cms.ContentInfo) -> tsp.TSTInfo:
    inside = token["content"]["encap_content_info"]
    if inside["content_type"].native != "tst_info":
        raise NoStamp(Flaw.UNREADABLE)
    return inside["content"].parsed
