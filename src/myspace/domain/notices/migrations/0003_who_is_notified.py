"""Whose notices a representative sees: all, those of some bodies, or none (mandates/0004_who_is_notified).

A notice carries its sender's INE10. What hangs on it is tied to a notice that is seen, not to a copy of that code: a row
cannot then claim another body's notice for its own. In one's own folder neither is asked: the first side holds.
"""

from django.db import migrations, models

from myspace.domain.kernel.protect import Verb, again

# Row security asks the policy of notices_notice within.
REACHED = """
CREATE FUNCTION myspace_notices_reached() RETURNS uuid[] LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN ARRAY(SELECT n.id FROM notices_notice n WHERE n.person_id = myspace_subject()
                    AND n.ine10 = ANY(myspace_notices_reach()));
END $$;
GRANT EXECUTE ON FUNCTION myspace_notices_reached() TO myspace_web;
"""
# The owner sees no row while row security is forced upon them.
BACKFILL = """
ALTER TABLE notices_notice NO FORCE ROW LEVEL SECURITY;
UPDATE notices_notice SET ine10 = coalesce(payload::json -> 'sender' ->> 'code', '');
ALTER TABLE notices_notice FORCE ROW LEVEL SECURITY;
"""
_ALL = "person_id = myspace_subject() AND ((SELECT myspace_subject() = myspace_viewer() OR myspace_all_notices())"
_OF_ITS_BODY = f"{_ALL} OR ine10 = ANY((SELECT myspace_notices_reach())::text[]))"
_OF_A_NOTICE = f"{_ALL} OR notice_id = ANY((SELECT myspace_notices_reached())::uuid[]))"
_OF_ANY = (
    "person_id = myspace_subject() AND (myspace_subject() = myspace_viewer() OR (SELECT myspace_some_notices()))"
)
_TESTS: tuple[tuple[str, str, tuple[Verb, ...]], ...] = (
    ("notices_notice", _OF_ITS_BODY, ("SELECT", "UPDATE")),
    ("notices_told", _OF_A_NOTICE, ("SELECT", "INSERT", "UPDATE")),
    ("notices_act", _OF_A_NOTICE, ("SELECT", "INSERT", "UPDATE")),
    ("notices_confirmation", _OF_A_NOTICE, ("SELECT", "INSERT", "DELETE")),
    ("notices_paper", _OF_A_NOTICE, ("SELECT", "INSERT")),
    ("notices_reading", _OF_ANY, ("SELECT", "INSERT", "UPDATE")),
)


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_who_sees"), ("mandates", "0004_who_is_notified")]
    operations = [
        migrations.AddField("notice", "ine10", models.TextField(db_default="")),
        migrations.RunSQL(BACKFILL, migrations.RunSQL.noop),
        migrations.RunSQL(REACHED, migrations.RunSQL.noop),
        *(again(table, "myspace_web", verb, test) for table, test, verbs in _TESTS for verb in verbs),
    ]
