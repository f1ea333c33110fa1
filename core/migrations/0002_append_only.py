from django.db import migrations

# The log is evidence: no row changes or goes, whoever asks.
FORWARDS = """
CREATE FUNCTION core_activity_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'core_activity is append-only';
END $$;
CREATE TRIGGER core_activity_append_only BEFORE UPDATE OR DELETE ON core_activity
    FOR EACH ROW EXECUTE FUNCTION core_activity_append_only();
"""
BACKWARDS = "DROP FUNCTION core_activity_append_only() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
