from django.db import migrations

# Files that were there before texts were read wait for it like new ones.
ASK = """
INSERT INTO knowledge_filetext (attachment_id, state, reason, text, tries, due_at)
SELECT id, 'waiting', '', '', 0, created_at FROM knowledge_attachment
"""


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0008_file_texts")]

    operations = [migrations.RunSQL(ASK, migrations.RunSQL.noop)]
