from django.db import migrations

# The same guards for less: one look at all legs of a statement, instead of one at each entry and
# each leg at the end of the transaction. A statement brings all legs of an entry; what is left for
# the end of the transaction is that they came at all.
#
# The settings keep PostgreSQL from reading the whole ledger for a few legs: it would choose the
# plan once a session, perhaps for a statement of thousands.
FORWARDS = """
DROP TRIGGER mileage_entry_is_whole ON mileage_entry;
DROP TRIGGER mileage_leg_is_whole ON mileage_leg;
DROP FUNCTION mileage_entry_is_whole();

CREATE FUNCTION mileage_legs_are_whole() RETURNS trigger LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    wrong record;
BEGIN
    SELECT fresh.entry_id, entry.key, entry.leg_count, legs.number, legs.total INTO wrong
        FROM (SELECT DISTINCT entry_id FROM new_legs) fresh
        LEFT JOIN mileage_entry entry ON entry.id = fresh.entry_id
        CROSS JOIN LATERAL (
            SELECT count(*) AS number, sum(amount) AS total
            FROM mileage_leg WHERE entry_id = fresh.entry_id
        ) legs
        WHERE entry.id IS NULL OR legs.number <> entry.leg_count OR legs.total <> 0
        LIMIT 1;
    IF FOUND THEN
        IF wrong.key IS NULL THEN
            RAISE EXCEPTION 'mileage entry % comes before its legs', wrong.entry_id;
        ELSIF wrong.number <> wrong.leg_count THEN
            RAISE EXCEPTION 'mileage entry % has % legs, not %',
                wrong.key, wrong.number, wrong.leg_count;
        END IF;
        RAISE EXCEPTION 'the legs of mileage entry % do not sum to zero', wrong.key;
    END IF;
    SELECT entry.key, original.key AS original_key, original.reverses_id INTO wrong
        FROM (SELECT DISTINCT entry_id FROM new_legs) fresh
        JOIN mileage_entry entry ON entry.id = fresh.entry_id
        JOIN mileage_entry original ON original.id = entry.reverses_id
        WHERE original.reverses_id IS NOT NULL
            OR entry.leg_count <> original.leg_count
            OR EXISTS (
                SELECT account_id, -amount FROM mileage_leg WHERE entry_id = original.id
                EXCEPT SELECT account_id, amount FROM mileage_leg WHERE entry_id = entry.id
            )
        LIMIT 1;
    IF FOUND THEN
        IF wrong.reverses_id IS NOT NULL THEN
            RAISE EXCEPTION 'mileage entry % is a reversal and cannot be reversed',
                wrong.original_key;
        END IF;
        RAISE EXCEPTION 'mileage entry % is not the opposite of %', wrong.key, wrong.original_key;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER mileage_legs_are_whole AFTER INSERT ON mileage_leg
    REFERENCING NEW TABLE AS new_legs
    FOR EACH STATEMENT EXECUTE FUNCTION mileage_legs_are_whole();

CREATE FUNCTION mileage_entry_has_legs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM mileage_leg WHERE entry_id = NEW.id) THEN
        RAISE EXCEPTION 'mileage entry % has 0 legs, not %', NEW.key, NEW.leg_count;
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER mileage_entry_has_legs AFTER INSERT ON mileage_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.leg_count > 0)
    EXECUTE FUNCTION mileage_entry_has_legs();
"""


class Migration(migrations.Migration):
    dependencies = [("mileage", "0002_guards")]
    operations = [migrations.RunSQL(FORWARDS)]
