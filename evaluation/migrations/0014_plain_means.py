from django.db import migrations

# Items that were graded before they kept the plain mean: that of the last score of their newest
# decided round, which is where their corrected score came from.
FILL = """
UPDATE knowledge_item AS item SET raw_score = newest.raw, version = item.version + 1
FROM (
    SELECT DISTINCT ON (round.item_id) round.item_id, score.raw
    FROM evaluation_itemscore AS score
    JOIN evaluation_round AS round ON round.id = score.round_id
    WHERE round.state IN ('published', 'appealed') AND NOT round.is_audit
    ORDER BY round.item_id, round.id DESC, score.id DESC
) AS newest
WHERE newest.item_id = item.id AND item.score IS NOT NULL AND item.raw_score IS NULL;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("evaluation", "0013_audits_decide_nothing"),
        ("knowledge", "0012_raw_score"),
    ]
    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
