from django.db import migrations

# What is final stays so.
APPEND_ONLY = "".join(
    f"""
CREATE TRIGGER mileage_{table}_append_only BEFORE UPDATE OR DELETE ON mileage_{table}
    FOR EACH ROW EXECUTE FUNCTION mileage_append_only();
"""
    for table in ("adjustmentline", "seasonclosing", "seasonlevel", "proofrun")
)

# The rule in force on the day (Asia/Seoul) of an event decides it. Once a statement, as a fold
# writes thousands of entries with one.
RULE = """
CREATE FUNCTION mileage_rule_in_force() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wrong text;
BEGIN
    SELECT e.key INTO wrong FROM fresh e
        JOIN mileage_rule r ON r.id = e.rule_id
        JOIN mileage_policy p ON p.id = r.policy_id
        WHERE e.reverses_id IS NULL AND e.vests_id IS NULL AND (
            r.event <> e.event
            OR p.effective_from > (e.occurred_at AT TIME ZONE 'Asia/Seoul')::date
            OR NOT mileage_policy_decides(p)
            OR EXISTS (
                SELECT FROM mileage_policy later
                WHERE (later.effective_from, later.id) > (p.effective_from, p.id)
                    AND later.effective_from <= (e.occurred_at AT TIME ZONE 'Asia/Seoul')::date
                    AND mileage_policy_decides(later)
            )
        ) LIMIT 1;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION 'the rule of mileage entry % was not in force', wrong;
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION mileage_policy_decides(p mileage_policy) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT p.is_delivered
        OR (SELECT count(*) FROM mileage_approval a WHERE a.policy_id = p.id) >= 2
$$;
CREATE TRIGGER mileage_rule_in_force AFTER INSERT ON mileage_entry
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION mileage_rule_in_force();
"""

# The end of a hold moves exactly what was held, for the same officer in the same season, and not
# while the item is hidden or doubted.
VEST = """
CREATE FUNCTION mileage_vest_is_exact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM mileage_entry WHERE reverses_id = NEW.vests_id AND id < NEW.id
    ) OR NOT EXISTS (
        SELECT FROM mileage_leg held
        JOIN mileage_account pending ON pending.id = held.account_id AND pending.kind = 'pending'
        JOIN mileage_account own ON own.kind = 'officer'
            AND own.officer_id = pending.officer_id AND own.season_id = pending.season_id
        JOIN mileage_leg out ON out.entry_id = NEW.id AND out.account_id = pending.id
            AND out.amount = -held.amount
        JOIN mileage_leg into_own ON into_own.entry_id = NEW.id AND into_own.account_id = own.id
            AND into_own.amount = held.amount
        WHERE held.entry_id = NEW.vests_id AND pending.officer_id = NEW.officer_id
    ) THEN
        RAISE EXCEPTION 'mileage entry % does not pay out what is held', NEW.key;
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER mileage_vest_is_exact AFTER INSERT ON mileage_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.vests_id IS NOT NULL) EXECUTE FUNCTION mileage_vest_is_exact();
CREATE FUNCTION mileage_vest_undoubted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM mileage_itemhold WHERE item_id = NEW.item_id AND is_open)
        OR EXISTS (SELECT FROM knowledge_item WHERE id = NEW.item_id AND status = 'hidden') THEN
        RAISE EXCEPTION 'item % is hidden or doubted: nothing held for it is paid', NEW.item_id;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER mileage_vest_undoubted BEFORE INSERT ON mileage_entry
    FOR EACH ROW WHEN (NEW.vests_id IS NOT NULL) EXECUTE FUNCTION mileage_vest_undoubted();
"""

# What has been used of a cap is not given back, and a cap is not passed.
CAPS = """
CREATE FUNCTION mileage_cap_holds() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    rule mileage_rule;
BEGIN
    IF TG_OP = 'DELETE' OR (TG_OP = 'UPDATE' AND NEW.used < OLD.used) THEN
        RAISE EXCEPTION 'what has been used of a cap is not given back';
    END IF;
    SELECT * INTO rule FROM mileage_rule WHERE id = NEW.rule_id;
    IF NEW.used > (
        CASE WHEN NEW."window" LIKE '____H_' THEN rule.cap_season ELSE rule.cap_day END
    ) THEN
        RAISE EXCEPTION 'the cap of mileage rule % is passed in %', rule.id, NEW."window";
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER mileage_cap_holds BEFORE INSERT OR UPDATE OR DELETE ON mileage_capuse
    FOR EACH ROW EXECUTE FUNCTION mileage_cap_holds();
"""

# Points that expire are there; only a reversal and an adjustment may leave less than nothing.
EXPIRY = """
CREATE FUNCTION mileage_expiry_within_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM mileage_leg l JOIN mileage_balance b ON b.account_id = l.account_id
        WHERE l.entry_id = NEW.id AND l.amount < 0 AND b.amount < 0
    ) THEN
        RAISE EXCEPTION 'mileage entry % takes more than there is', NEW.key;
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER mileage_expiry_within_balance AFTER INSERT ON mileage_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.event = 'expire' AND NEW.reverses_id IS NULL)
    EXECUTE FUNCTION mileage_expiry_within_balance();
"""

# Two people for each adjustment, neither of whom gains or loses by it.
ADJUST = """
CREATE FUNCTION mileage_adjustment_decided_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'adjustment % is not deleted', OLD.id;
    END IF;
    IF OLD.state <> 'proposed' THEN
        RAISE EXCEPTION 'adjustment % has been decided', OLD.id;
    END IF;
    IF (NEW.id, NEW.kind, NEW.reason, NEW.proposed_by_id, NEW.proposed_at)
        IS DISTINCT FROM (OLD.id, OLD.kind, OLD.reason, OLD.proposed_by_id, OLD.proposed_at) THEN
        RAISE EXCEPTION 'adjustment % is decided as it was proposed', OLD.id;
    END IF;
    IF NEW.state = 'approved' AND EXISTS (
        SELECT FROM mileage_adjustmentline l WHERE l.adjustment_id = NEW.id
            AND l.officer_id IN (NEW.decided_by_id, NEW.proposed_by_id)
    ) THEN
        RAISE EXCEPTION 'nobody adjusts their own points (adjustment %)', NEW.id;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER mileage_adjustment_decided_once BEFORE UPDATE OR DELETE ON mileage_adjustment
    FOR EACH ROW EXECUTE FUNCTION mileage_adjustment_decided_once();
CREATE FUNCTION mileage_adjustment_line_in_time() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT state FROM mileage_adjustment WHERE id = NEW.adjustment_id) <> 'proposed' THEN
        RAISE EXCEPTION 'adjustment % has been decided and takes no more lines', NEW.adjustment_id;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER mileage_adjustment_line_in_time BEFORE INSERT ON mileage_adjustmentline
    FOR EACH ROW EXECUTE FUNCTION mileage_adjustment_line_in_time();
CREATE FUNCTION mileage_adjusted_by_two() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM mileage_adjustmentline line
        JOIN mileage_adjustment ticket ON ticket.id = line.adjustment_id
        JOIN mileage_leg l ON l.entry_id = NEW.id AND l.amount = line.amount
        JOIN mileage_account a ON a.id = l.account_id AND a.kind = 'officer'
            AND a.officer_id = line.officer_id AND a.season_id = line.season_id
        WHERE ticket.state = 'approved' AND line.officer_id = NEW.officer_id
            AND NEW.key = 'adjust:' || ticket.id || ':' || line.number
    ) THEN
        RAISE EXCEPTION 'mileage entry % is no line of an approved adjustment', NEW.key;
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER mileage_adjusted_by_two AFTER INSERT ON mileage_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.event = 'adjust') EXECUTE FUNCTION mileage_adjusted_by_two();
"""

BACKWARDS = """
DROP TRIGGER mileage_adjustmentline_append_only ON mileage_adjustmentline;
DROP TRIGGER mileage_seasonclosing_append_only ON mileage_seasonclosing;
DROP TRIGGER mileage_seasonlevel_append_only ON mileage_seasonlevel;
DROP TRIGGER mileage_proofrun_append_only ON mileage_proofrun;
DROP FUNCTION mileage_rule_in_force() CASCADE;
DROP FUNCTION mileage_policy_decides(mileage_policy) CASCADE;
DROP FUNCTION mileage_vest_is_exact() CASCADE;
DROP FUNCTION mileage_vest_undoubted() CASCADE;
DROP FUNCTION mileage_cap_holds() CASCADE;
DROP FUNCTION mileage_expiry_within_balance() CASCADE;
DROP FUNCTION mileage_adjustment_decided_once() CASCADE;
DROP FUNCTION mileage_adjustment_line_in_time() CASCADE;
DROP FUNCTION mileage_adjusted_by_two() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("mileage", "0004_seasons_and_adjustments"),
        ("knowledge", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(APPEND_ONLY + RULE + VEST + CAPS + EXPIRY + ADJUST, BACKWARDS)
    ]
