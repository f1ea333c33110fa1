from django.db import migrations

# The links of texts that were written before links were kept.
FIND = """
INSERT INTO knowledge_itemlink (source_id, target_id)
SELECT DISTINCT item.id, target.id
FROM knowledge_item item
JOIN knowledge_revision revision ON revision.id = item.current_revision_id
CROSS JOIN LATERAL regexp_matches(
    revision.html, 'href="/knowledge/([1-9][0-9]{0,17})/', 'g'
) AS found(number)
JOIN knowledge_item target ON target.id = found.number[1]::bigint AND target.id <> item.id
ON CONFLICT DO NOTHING;
"""


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0003_item_links")]
    operations = [migrations.RunSQL(FIND, migrations.RunSQL.noop)]
