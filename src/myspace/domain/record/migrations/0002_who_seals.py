"""The person alone reads their leaves; who seals sees places and hashes; and what is sealed is not changed by anybody.

The triggers hold whoever has a right by mistake. Who can take a trigger away is held by the watcher and by heads that lie elsewhere.
"""

from pathlib import Path

from django.db import migrations

from myspace.domain.kernel.protect import OWN, Protect, Publish

FUNCTIONS = (Path(__file__).parent.parent.parent / "kernel" / "sql" / "record_functions_1.sql").read_text("utf-8")
_ALL = ("SELECT", "INSERT", "UPDATE", "DELETE")
_MINE = f"person_id = myspace_subject() AND {OWN}"

TRIGGERS = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% only grows: no row of it is changed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$;
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON audit_event FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_grows BEFORE UPDATE ON transparency_exchange FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON record_erasure FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON record_checkpoint FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_grows BEFORE DELETE ON record_entry FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_grows BEFORE DELETE ON record_tile FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE FUNCTION only_erased() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.payload IS NOT NULL OR NEW.salt IS NOT NULL OR NEW.ref_id IS NOT NULL
       OR (NEW.id, NEW.leaf_index, NEW.topic) IS DISTINCT FROM (OLD.id, OLD.leaf_index, OLD.topic) THEN
        RAISE EXCEPTION 'record_entry: a text is erased whole, or stays' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER only_erased BEFORE UPDATE ON record_entry FOR EACH ROW EXECUTE FUNCTION only_erased();

CREATE FUNCTION only_longer() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF (NEW.level, NEW.index) IS DISTINCT FROM (OLD.level, OLD.index)
       OR substr(NEW.hashes, 1, length(OLD.hashes)) <> OLD.hashes THEN
        RAISE EXCEPTION 'record_tile: a tile grows and does not change' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER only_longer BEFORE UPDATE ON record_tile FOR EACH ROW EXECUTE FUNCTION only_longer();
"""

# What is there already waits for its leaf too. The owner does not see rows under forced row security: for this statement it does.
BACKLOG = """
ALTER TABLE audit_event NO FORCE ROW LEVEL SECURITY;
ALTER TABLE transparency_exchange NO FORCE ROW LEVEL SECURITY;
ALTER TABLE record_pending NO FORCE ROW LEVEL SECURITY;
INSERT INTO record_pending (id, person_id, topic, xid) SELECT id, person_id, 'audit', 0 FROM audit_event;
INSERT INTO record_pending (id, person_id, topic, xid) SELECT id, person_id, 'exchange', 0 FROM transparency_exchange;
ALTER TABLE audit_event FORCE ROW LEVEL SECURITY;
ALTER TABLE transparency_exchange FORCE ROW LEVEL SECURITY;
ALTER TABLE record_pending FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("record", "0001_initial"),
        ("kernel", "0002_restored"),
        ("audit", "0003_nobody_erases"),
        ("transparency", "0002_who_sees"),
    ]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE record_erasure ALTER COLUMN leaves TYPE int8multirange USING leaves::int8multirange;",
            migrations.RunSQL.noop,
        ),
        Protect("record_pending", gate=_ALL),
        Protect("record_entry", web=("SELECT",), worker=("SELECT",), gate=("SELECT", "INSERT", "UPDATE"), web_test=_MINE),
        Publish("record_tile"),
        Publish("record_checkpoint"),
        Publish("record_finding"),
        Publish("record_watch"),
        migrations.RunSQL(
            "GRANT SELECT, INSERT, UPDATE ON record_tile, record_watch TO myspace_maker;\n"
            "GRANT SELECT, INSERT ON record_checkpoint, record_finding TO myspace_maker;\n"
            "GRANT SELECT, INSERT ON record_erasure TO myspace_gate;\n"
            "GRANT SELECT ON record_tile, kernel_restored TO myspace_gate;\n"
            "REVOKE UPDATE ON transparency_exchange FROM myspace_worker, myspace_gate;\n"
            "DROP POLICY worker_update ON transparency_exchange;\n"
            "DROP POLICY gate_update ON transparency_exchange;",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
        migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop),
        migrations.RunSQL(BACKLOG, migrations.RunSQL.noop),
    ]
