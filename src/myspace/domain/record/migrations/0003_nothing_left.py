"""Of what was erased nothing is left that could be changed unseen: its topic leaves too."""

from pathlib import Path

from django.db import migrations

FUNCTIONS = (Path(__file__).parent.parent.parent / "kernel" / "sql" / "record_functions_2.sql").read_text("utf-8")
TRIGGER = """
CREATE OR REPLACE FUNCTION only_erased() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.payload IS NOT NULL OR NEW.salt IS NOT NULL OR NEW.ref_id IS NOT NULL OR NEW.topic <> 'erased'
       OR (NEW.id, NEW.leaf_index) IS DISTINCT FROM (OLD.id, OLD.leaf_index) THEN
        RAISE EXCEPTION 'record_entry: a text is erased whole, or stays' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
ALTER TABLE record_entry NO FORCE ROW LEVEL SECURITY;
UPDATE record_entry SET topic = 'erased' WHERE payload IS NULL;
ALTER TABLE record_entry FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("record", "0002_who_seals")]
    operations = [
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
        migrations.RunSQL(TRIGGER, migrations.RunSQL.noop),
    ]
