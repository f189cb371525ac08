"""The mark of a database that was restored from a backup: nobody's data, read by every process, written by the keeper."""

from django.db import migrations

from myspace.domain.kernel.protect import Publish

SQL = """
CREATE TABLE kernel_restored (
    restored_at timestamptz PRIMARY KEY,
    copy_of timestamptz NOT NULL,
    settled_at timestamptz,
    adopted_at timestamptz
);
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_whose_and_who_looks")]
    operations = [migrations.RunSQL(SQL, "DROP TABLE kernel_restored"), Publish("kernel_restored")]
