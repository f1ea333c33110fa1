from django.db import migrations

# The database itself keeps the ledger whole, whoever writes to it. TRUNCATE fires no row
# triggers: that is how tests with real transactions empty the tables between two of them.
APPEND_ONLY = """
CREATE FUNCTION mileage_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;
"""
TABLES = ("policy", "approval", "rule", "season", "account", "entry", "leg")
APPEND_ONLY += "".join(
    f"""
CREATE TRIGGER mileage_{table}_append_only BEFORE UPDATE OR DELETE ON mileage_{table}
    FOR EACH ROW EXECUTE FUNCTION mileage_append_only();
"""
    for table in TABLES
)

# At the end of the transaction: an entry has the legs that it says, they sum to zero, and a
# reversal is the exact opposite of an entry that is no reversal. Legs fire it too, so that no
# leg joins an old entry.
WHOLE = """
CREATE FUNCTION mileage_entry_is_whole() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    number bigint;
    one mileage_entry;
    legs bigint;
    total bigint;
    original mileage_entry;
BEGIN
    IF TG_TABLE_NAME = 'mileage_leg' THEN number := NEW.entry_id; ELSE number := NEW.id; END IF;
    SELECT * INTO one FROM mileage_entry WHERE id = number;
    SELECT count(*), coalesce(sum(amount), 0) INTO legs, total
        FROM mileage_leg WHERE entry_id = number;
    IF legs <> one.leg_count THEN
        RAISE EXCEPTION 'mileage entry % has % legs, not %', one.key, legs, one.leg_count;
    END IF;
    IF total <> 0 THEN
        RAISE EXCEPTION 'the legs of mileage entry % do not sum to zero', one.key;
    END IF;
    IF one.reverses_id IS NOT NULL THEN
        SELECT * INTO original FROM mileage_entry WHERE id = one.reverses_id;
        IF original.reverses_id IS NOT NULL THEN
            RAISE EXCEPTION 'mileage entry % is a reversal and cannot be reversed', original.key;
        END IF;
        IF legs <> original.leg_count OR EXISTS (
            SELECT account_id, -amount FROM mileage_leg WHERE entry_id = original.id
            EXCEPT SELECT account_id, amount FROM mileage_leg WHERE entry_id = number
        ) THEN
            RAISE EXCEPTION 'mileage entry % is not the opposite of %', one.key, original.key;
        END IF;
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER mileage_entry_is_whole AFTER INSERT ON mileage_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION mileage_entry_is_whole();
CREATE CONSTRAINT TRIGGER mileage_leg_is_whole AFTER INSERT ON mileage_leg
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION mileage_entry_is_whole();
"""

# What two people approved does not grow afterwards, and nobody approves what already decides:
# either would change the past.
POLICY = """
CREATE FUNCTION mileage_rule_in_time() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM mileage_approval WHERE policy_id = NEW.policy_id)
        OR EXISTS (SELECT FROM mileage_entry e JOIN mileage_rule r ON r.id = e.rule_id
                   WHERE r.policy_id = NEW.policy_id) THEN
        RAISE EXCEPTION 'a policy that is approved or in use takes no more rules';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER mileage_rule_in_time BEFORE INSERT ON mileage_rule
    FOR EACH ROW EXECUTE FUNCTION mileage_rule_in_time();
CREATE FUNCTION mileage_approval_in_time() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.approved_at AT TIME ZONE 'Asia/Seoul')::date
        >= (SELECT effective_from FROM mileage_policy WHERE id = NEW.policy_id) THEN
        RAISE EXCEPTION 'a policy is approved before its first day';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER mileage_approval_in_time BEFORE INSERT ON mileage_approval
    FOR EACH ROW EXECUTE FUNCTION mileage_approval_in_time();
"""
BACKWARDS = """
DROP FUNCTION mileage_append_only() CASCADE;
DROP FUNCTION mileage_entry_is_whole() CASCADE;
DROP FUNCTION mileage_rule_in_time() CASCADE;
DROP FUNCTION mileage_approval_in_time() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("mileage", "0001_initial")]
    operations = [migrations.RunSQL(APPEND_ONLY + WHOLE + POLICY, BACKWARDS)]
