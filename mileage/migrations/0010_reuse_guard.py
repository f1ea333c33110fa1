from django.db import migrations

# Told once, decided once.
FORWARDS = """
CREATE FUNCTION mileage_reuse_decided_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state <> 'told' THEN
        RAISE EXCEPTION 'reuse % has been told and decided for good', OLD.id;
    END IF;
    IF (NEW.item_id, NEW.officer_id, NEW.season_id, NEW.story, NEW.told_at)
        IS DISTINCT FROM (OLD.item_id, OLD.officer_id, OLD.season_id, OLD.story, OLD.told_at) THEN
        RAISE EXCEPTION 'reuse % is decided as it was told', OLD.id;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER mileage_reuse_decided_once BEFORE UPDATE OR DELETE ON mileage_reuse
    FOR EACH ROW EXECUTE FUNCTION mileage_reuse_decided_once();
"""
BACKWARDS = "DROP FUNCTION mileage_reuse_decided_once() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("mileage", "0009_reuse")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
