"""The floor: what a page costs when it does nothing but read and write out. Bare ASGI + asyncpg + the same SELECTs +
HTML of the same size, under the same server with as many workers. No session, no rights, no words, no record.

`BENCH_DATABASE`, `BENCH_PERSON`, `BENCH_BYTES` and `BENCH_SELECTS` (JSON, `$1` is the person) say what.
"""

from __future__ import annotations

import html
import json
import os
from typing import Any

import asyncpg

_SELECTS: list[str] = json.loads(os.environ["BENCH_SELECTS"])
_PERSON = os.environ["BENCH_PERSON"]
_BYTES = int(os.environ["BENCH_BYTES"])
_pool: Any = None


async def application(scope: dict[str, Any], _receive: Any, send: Any) -> None:
    global _pool
    if scope["type"] != "http":
        return
    if _pool is None:
        _pool = await asyncpg.create_pool(os.environ["BENCH_DATABASE"], min_size=4, max_size=4)
    async with _pool.acquire() as connection:
        answers = [await connection.fetch(sql, _PERSON) for sql in _SELECTS]
    rows = "".join(f"<li>{html.escape(str(row[2]))} {row[7]}</li>" for row in answers[0])
    body = f"<!doctype html><title>Activitat</title><ul>{rows}</ul>".encode()
    body += b" " * (_BYTES - len(body))
    headers = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
