from django.db import migrations

# Policies and criteria, evaluations and scores are evidence: rows are added and never changed.
TABLES = ["evaluationpolicy", "criterion", "evaluation", "itemscore"]
FUNCTION = """
CREATE FUNCTION evaluation_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;
"""
TRIGGER = """
CREATE TRIGGER evaluation_{0}_append_only BEFORE UPDATE OR DELETE ON evaluation_{0}
    FOR EACH ROW EXECUTE FUNCTION evaluation_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0002_links")]
    operations = [
        migrations.RunSQL(
            FUNCTION + "".join(TRIGGER.format(table) for table in TABLES),
            "DROP FUNCTION evaluation_append_only() CASCADE;",
        )
    ]
