"""Writes `schema.sql` and `keys.json` anew from the code as it stands: `python -m tests.integration.before.make`.

To be run at a release, on its code, so that the next version is tried against what people really have. One person of the
published test numbers, with a session, a mark, a case, a paper and a record.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from myspace.domain.kernel import roles
from myspace.launch.keys import development_keyring
from myspace.launch.postgres import Cluster

HERE = Path(__file__).parent
SCHEMA, KEYS = HERE / "schema.sql", HERE / "keys.json"
BODY = UUID(int=7)
NUMBER = "00000000T"
# What psql alone understands, and comments that only name versions.
NOT_FOR_A_SERVER = re.compile(r"^(--.*|\\.*)?\n", re.MULTILINE)


def main() -> None:
    development_keyring(HERE)
    os.environ.update(DJANGO_SETTINGS_MODULE="myspace.site.settings", MYSPACE_KEYS=str(KEYS))
    with Cluster.temporary() as cluster:
        urls = cluster.urls()
        os.environ["DATABASE_OWNER_URL"] = urls[roles.OWNER]
        subprocess.run([sys.executable, "-m", "django", "migrate", "--no-input", "-v", "0"], check=True)
        _live(urls)
        told = subprocess.run(
            [cluster.binaries.program("pg_dump"), "--inserts", "-d", cluster.superuser_url(roles.DATABASE)],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
    SCHEMA.write_text(NOT_FOR_A_SERVER.sub("", told.stdout))
    KEYS.chmod(0o644)


def _live(urls: dict[str, str]) -> None:
    """Somebody enters, a body answers, they star what came, and leave the tab open."""
    import django

    django.setup()
    from myspace.domain.activity import service as activity
    from myspace.domain.activity.store import store
    from myspace.domain.kernel import db
    from myspace.vocabulary.activity import Topic
    from myspace.vocabulary.answers import Fresh
    from tests.integration.test_closed_list import enter
    from tests.unit.domain.activity.test_rules import CASE, ENTRY

    now = datetime.now(UTC)
    os.environ["DATABASE_URL"] = urls[roles.WEB]
    entered = enter(NUMBER)
    db.close_pool()
    os.environ["DATABASE_URL"] = urls[roles.WORKER]
    person = entered.actor.subject
    with db.as_person(person) as tx:
        for topic, item in ((Topic.CASES, CASE), (Topic.ENTRIES, ENTRY)):
            store(tx, BODY, topic, Fresh((item,)), name="Ajuntament", first=True, now=now, today=now.date())
        (starred,) = tx.run("SELECT id FROM activity_item WHERE source_id = %s", (CASE.source_id,))
    db.close_pool()
    os.environ["DATABASE_URL"] = urls[roles.WEB]
    activity.star(entered.actor, starred[0], True)
    db.close_pool()


if __name__ == "__main__":
    main()
