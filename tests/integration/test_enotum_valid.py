"""A login at the simulated VALId lists what the simulated e-NOTUM has of that person, by the token alone; until it is revoked."""

from __future__ import annotations

import asyncio
from pathlib import Path

from myspace.connector_kit.login import Token
from myspace.connector_kit.notices import Asker
from myspace.connectors.enotum.listing import EnotumList
from myspace.connectors.valid import wire
from myspace.vocabulary.answers import Fault, Fresh, Refused
from tests.connectors.enotum_far import TODAY, enotum
from tests.integration.test_valid_simulator import Browser, client_of, running


def test_the_token_of_a_login_says_who_asks_until_it_is_over(tmp_path: Path) -> None:
    with running() as valid:
        client = client_of(valid)
        came_back = Browser(valid).log_in(client, person="marta", method="idcatmobil")
        token = client.exchange(wire.read_callback(came_back, "st&te/1"))
        assert isinstance(token, Token)

        async def ask() -> tuple[object, object]:
            async with enotum(tmp_path, valid=valid) as far:
                mine = await EnotumList(far.service()).listed(Asker(token.access_token), TODAY, TODAY)
                await asyncio.to_thread(client.logout, token)
                return mine, await EnotumList(far.service()).listed(Asker(token.access_token), TODAY, TODAY)

        mine, after = asyncio.run(ask())
    assert isinstance(mine, Fresh)
    assert "41000101" in {one.source_id for one in mine.items}
    assert after == Refused(Fault.NOT_AUTHORISED)
