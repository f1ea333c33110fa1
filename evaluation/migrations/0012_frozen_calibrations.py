from django.db import migrations

# A score names the calibration that it was corrected with: that must stay what it was.
TABLES = ["calibrationsnapshot", "evaluatorbias"]
TRIGGER = """
CREATE TRIGGER evaluation_{0}_append_only BEFORE UPDATE OR DELETE ON evaluation_{0}
    FOR EACH ROW EXECUTE FUNCTION evaluation_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0011_adaptive_rule")]
    operations = [
        migrations.RunSQL(
            "".join(TRIGGER.format(table) for table in TABLES),
            "".join(
                f"DROP TRIGGER evaluation_{table}_append_only ON evaluation_{table};"
                for table in TABLES
            ),
        )
    ]
