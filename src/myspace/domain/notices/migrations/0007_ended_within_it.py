"""An act whose ground ends within it: whoever made it may still write what it came to, and nothing else of that folder.

For ten minutes from when it was meant, the row of the act itself, the line of it in the log of whose folder it is, and a
wish to have the worker write the rest (ended.py). Neither the notice nor any other row is seen by it.
"""

from django.db import migrations

from myspace.domain.kernel.protect import Verb, again

# Not STABLE's snapshot of the policies: it asks the act's own policy, which is that of 0003 and this one.
ACTED = """
CREATE FUNCTION myspace_acted_lately() RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM notices_act a WHERE a.person_id = myspace_subject() AND a.viewer_id = myspace_viewer()
                      AND a.intended_at > now() - interval '10 minutes');
END $$;
GRANT EXECUTE ON FUNCTION myspace_acted_lately() TO myspace_web;
"""
_MINE = "person_id = myspace_subject()"
_OWN = "myspace_subject() = myspace_viewer()"
_ACT = (
    f"{_MINE} AND (({_OWN} OR (SELECT myspace_all_notices()))"
    " OR (viewer_id = myspace_viewer() AND intended_at > now() - interval '10 minutes')"
    " OR notice_id = ANY((SELECT myspace_notices_reached())::uuid[]))"
)
_LOG = f"{_MINE} AND viewer_id = myspace_viewer() AND ({_OWN} OR (SELECT myspace_acts() OR myspace_acted_lately()))"
_WANTED = (
    f"{_MINE} AND ((SELECT {_OWN} OR myspace_may_look())"
    " OR (scope = 'notices' AND (SELECT myspace_some_notices() OR myspace_acted_lately())))"
)
_BOTH: tuple[Verb, ...] = ("SELECT", "UPDATE")


class Migration(migrations.Migration):
    dependencies = [("notices", "0006_left_login"), ("mandates", "0004_who_is_notified"), ("audit", "0003_nobody_erases")]
    operations = [
        migrations.RunSQL(ACTED, migrations.RunSQL.noop),
        *(again("notices_act", "myspace_web", verb, _ACT) for verb in _BOTH),
        again("audit_event", "myspace_web", "INSERT", _LOG),
        *(again("gathering_wanted", "myspace_web", verb, _WANTED) for verb in (*_BOTH, "INSERT")),
    ]
