"""What home asks of the open cases, at the same cost for three things and for a hundred thousand.

`activity_item_untold` holds what activity.service._TURN_UNTOLD looks for, word by word: PostgreSQL uses it for no other.
"""

from django.db import migrations

_MATTERS = "WHERE kind = 'case' AND (open OR starred) AND gone_at IS NULL"
_UNTOLD = (
    "WHERE gone_at IS NULL AND (state = 'tax_unknown' OR kind = 'case' AND open AND NOT your_turn"
    " AND payload LIKE '%\"your_turn\":null%')"
)


class Migration(migrations.Migration):
    dependencies = [("activity", "0003_without_a_day")]
    operations = [
        migrations.RunSQL(
            [
                "CREATE INDEX activity_item_matters ON activity_item"
                f" (person_id, starred DESC, your_turn DESC, sort_at DESC) {_MATTERS}",
                f"CREATE INDEX activity_item_untold ON activity_item (person_id) {_UNTOLD}",
            ],
            migrations.RunSQL.noop,
        )
    ]
