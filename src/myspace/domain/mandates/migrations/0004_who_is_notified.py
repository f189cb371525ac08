"""To be notified is a power of its own: what a mandate opens of notices, apart from what it opens of the folder.

    all     general, to be notified or for everything
    reach   of some bodies: their notices alone
    none    to consult alone, even in the whole folder; and of procedures, which notices do not tell

In PL/pgSQL, unlike those of 0002: a function of SQL is read anew when a statement that names it is planned, whether or not
it is then called. One's own folder never calls these, and so does not pay for them either (protect.OWN).
"""

from django.db import migrations, models

from myspace.domain.kernel.protect import OWN, again

_STANDING = """people_acting a JOIN mandates_mandate m ON m.person_id = a.viewer_id AND m.other_id = a.person_id
     WHERE a.person_id = myspace_subject() AND a.viewer_id = myspace_viewer() AND a.basis = 'mandate' AND a.until > now()
       AND m.side = 'representative' AND m.state = 'valid' AND m.begins <= now() AND m.stands_until > now()
       AND m.checked_at BETWEEN now() - interval '60 seconds' AND now()"""
FUNCTIONS = f"""
CREATE FUNCTION myspace_all_notices() RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN myspace_own() OR EXISTS (SELECT FROM {_STANDING} AND m.opens_notices);
END $$;
CREATE FUNCTION myspace_notices_reach() RETURNS text[] LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN (SELECT coalesce(string_to_array(string_agg(m.notices_reach, ' '), ' '), '{{}}') FROM {_STANDING}
               AND m.notices_reach <> '');
END $$;
CREATE FUNCTION myspace_some_notices() RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN myspace_all_notices() OR myspace_notices_reach() <> '{{}}';
END $$;
GRANT EXECUTE ON FUNCTION myspace_all_notices(), myspace_notices_reach(), myspace_some_notices() TO myspace_web;
"""
_MINE = "person_id = myspace_subject()"
_OF_NO_NOTICE = "(topic <> 'notices' OR (SELECT myspace_all_notices()) OR ine10 = ANY((SELECT myspace_notices_reach())::text[]))"
_NOT_CONCEALED = (
    f"{_MINE} AND ((SELECT {OWN}) OR (NOT concealed AND (SELECT myspace_may_look()) AND {_OF_NO_NOTICE}))"
)
# Who may have the lists read leaves the wish for it, and no other.
_WANTED = (
    f"{_MINE} AND ((SELECT myspace_subject() = myspace_viewer() OR myspace_may_look())"
    " OR (scope = 'notices' AND (SELECT myspace_some_notices())))"
)


class Migration(migrations.Migration):
    dependencies = [("mandates", "0003_own_costs_nothing")]
    operations = [
        migrations.AddField("mandate", "opens_notices", models.BooleanField(db_default=False)),
        migrations.AddField("mandate", "notices_reach", models.TextField(db_default="")),
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
        again("agenda_entry", "myspace_web", "SELECT", _NOT_CONCEALED),
        *(again("gathering_wanted", "myspace_web", verb, _WANTED) for verb in ("SELECT", "INSERT", "UPDATE")),
    ]
