"""The synonyms that a portal begins with; from then on they belong to its administrators."""

import json
from pathlib import Path

from django.db import migrations

START = Path(__file__).resolve().parent.parent / "fixtures" / "start_synonyms.json"


def load(apps, schema_editor):
    Synonym = apps.get_model("search", "Synonym")
    subjects = json.loads(START.read_text(encoding="utf-8"))
    Synonym.objects.bulk_create(
        Synonym(words=words, note=subject)
        for subject, groups in subjects.items()
        for words in groups
    )


class Migration(migrations.Migration):
    dependencies = [("search", "0003_words")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
