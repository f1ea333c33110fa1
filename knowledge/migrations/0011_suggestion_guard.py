from django.db import migrations

GUARD = """
-- What was suggested stays as it was said, and a decision stays.
CREATE FUNCTION knowledge_suggestion_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.item_id, NEW.base_id, NEW.officer_id, NEW.title, NEW.summary, NEW.source, NEW.reason,
        NEW.suggested_at)
       IS DISTINCT FROM
       (OLD.item_id, OLD.base_id, OLD.officer_id, OLD.title, OLD.summary, OLD.source, OLD.reason,
        OLD.suggested_at)
    THEN
        RAISE EXCEPTION 'What a suggestion says never changes';
    END IF;
    IF OLD.state <> 'open' THEN
        RAISE EXCEPTION 'A suggestion that was decided stays so';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER knowledge_suggestion_guard BEFORE UPDATE ON knowledge_suggestion
    FOR EACH ROW EXECUTE FUNCTION knowledge_suggestion_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0010_suggestions")]
    operations = [
        migrations.RunSQL(GUARD, "DROP FUNCTION knowledge_suggestion_guard() CASCADE;")
    ]
