from django.db import migrations

# A published decision never changes: it can be appealed, lapse or be annulled, and that is dated.
# What is void, lapsed or annulled stays so.
FUNCTION = """
CREATE FUNCTION evaluation_round_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.decision <> '' AND (
        NEW.decision IS DISTINCT FROM OLD.decision
        OR NEW.decided_at IS DISTINCT FROM OLD.decided_at
        OR NEW.is_provisional IS DISTINCT FROM OLD.is_provisional
    ) THEN
        RAISE EXCEPTION 'a published decision never changes';
    END IF;
    IF NEW.revision_id <> OLD.revision_id OR NEW.item_id <> OLD.item_id THEN
        RAISE EXCEPTION 'a round belongs to one revision';
    END IF;
    IF NEW.state <> OLD.state AND (
        OLD.state IN ('void', 'lapsed', 'annulled')
        OR (OLD.state = 'published' AND NEW.state NOT IN ('appealed', 'lapsed', 'annulled'))
        OR (OLD.state = 'appealed' AND NEW.state NOT IN ('lapsed', 'annulled'))
    ) THEN
        RAISE EXCEPTION 'a round that is % does not become %', OLD.state, NEW.state;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER evaluation_round_stands BEFORE UPDATE ON evaluation_round
    FOR EACH ROW EXECUTE FUNCTION evaluation_round_stands();
"""


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0007_segments_and_appeals")]
    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION evaluation_round_stands() CASCADE;"),
    ]
