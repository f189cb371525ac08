"""The two settings that every policy reads, as functions the planner can inline."""

from django.db import migrations

SQL = """
CREATE FUNCTION myspace_subject() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('myspace.subject', true), '')::uuid $$;
CREATE FUNCTION myspace_viewer() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('myspace.viewer', true), '')::uuid $$;
GRANT EXECUTE ON FUNCTION myspace_subject(), myspace_viewer()
    TO myspace_web, myspace_live, myspace_worker, myspace_keeper, myspace_gate;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunSQL(SQL, "DROP FUNCTION myspace_viewer(), myspace_subject()")]
