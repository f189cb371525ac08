"""Whatever comes: never an exception outside the failure tree, and whatever is read can be stored."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from myspace.connectors.hub_carpetes import wire
from myspace.connectors.hub_carpetes.mapping import translate
from myspace.vocabulary.activity import Topic, decode, encode
from myspace.vocabulary.answers import Down, Garbled, Refused

from .asking import ARRAY, ASKED, FIXTURE_TOPICS, fixture, one

TOPICS = st.sampled_from(list(Topic))
STATUSES = st.sampled_from([200, 200, 200, 200, 204, 302, 400, 401, 404, 404, 500])


def whole_way(topic: Topic, status: int, raw: bytes) -> None:
    heard = wire.read(topic, status, raw)
    if not isinstance(heard, wire.Heard):
        assert isinstance(heard, Refused | Down | Garbled)
        return
    found = translate(topic, [heard, heard], ASKED)
    for item in found.items:
        assert decode(encode(item)) == item
    for kept in found.quarantined:
        json.loads(kept.raw.encode("utf-8"))
    assert len(found.items) + len(found.quarantined) <= 2 * len(heard.items)
    assert bool(found.items or found.quarantined) == bool(heard.items)


@settings(max_examples=300, deadline=None)
@given(topic=TOPICS, status=STATUSES, raw=st.binary(max_size=400))
def test_arbitrary_bytes(topic: Topic, status: int, raw: bytes) -> None:
    whole_way(topic, status, raw)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(sorted(FIXTURE_TOPICS)), st.data())
def test_mutated_fixtures(name: str, data: st.DataObject) -> None:
    raw = bytearray(fixture(name))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(raw) - 1))
        match data.draw(st.sampled_from(["flip", "cut", "insert", "drop", "repeat"])):
            case "flip":
                raw[at] = data.draw(st.integers(0, 255))
            case "cut":
                del raw[max(at, 1) :]
            case "insert":
                raw[at:at] = data.draw(
                    st.sampled_from([b"\x00", b'"', b"{", b"[", b"\\ud800", b"NaN", b"\xff", b"-1e99"])
                )
            case "drop" if len(raw) > 40:
                del raw[at : at + 20]
            case _:
                raw[at:at] = raw[at : at + 30]
    whole_way(FIXTURE_TOPICS[name], 200, bytes(raw))


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=30),
    st.sampled_from(["", "1.234", "2026-01-01", "0000-00-00", "PENDENT", "true", "https://[::1", "https://a@b/", "\u202e"]),
)  # fmt: skip
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=600, deadline=None)
@given(topic=TOPICS, data=st.data())
def test_arbitrary_values_in_the_right_shape(topic: Topic, data: st.DataObject) -> None:
    def spoilt(item: dict[str, Any], kind: Any) -> dict[str, Any]:
        fields = data.draw(st.lists(st.sampled_from(kind.__struct_fields__), max_size=4, unique=True))
        return item | {field: data.draw(VALUES) for field in fields}

    kinds = {
        Topic.ENTRIES: wire.Actuacio,
        Topic.CASES: wire.Expedient,
        Topic.APPOINTMENTS: wire.Cita,
        Topic.TAXES: wire.Tribut,
    }
    items = [spoilt(one(topic), kinds[topic]) for _ in range(data.draw(st.integers(0, 3)))]
    if topic is Topic.TAXES:
        for item in items:
            if isinstance(item.get("deutes"), list) and data.draw(st.booleans()):
                item["deutes"] = [spoilt(d, wire.Deute) if isinstance(d, dict) else d for d in item["deutes"]]
    said = {"codiResultat": data.draw(st.sampled_from(["200", 200, "404", "500", None])), ARRAY[topic]: items}
    whole_way(topic, 200, json.dumps(said).encode())
