from django.db import migrations

# A request for a reward goes one way, and nothing of it changes but its state.
ORDER = """
CREATE FUNCTION mileage_redemption_in_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'redemption % is not deleted', OLD.id;
    ELSIF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'requested' THEN
            RAISE EXCEPTION 'redemption % begins as a request', NEW.id;
        END IF;
        RETURN NEW;
    END IF;
    IF (NEW.id, NEW.reward_id, NEW.officer_id, NEW.points, NEW.token, NEW.requested_at)
        IS DISTINCT FROM
        (OLD.id, OLD.reward_id, OLD.officer_id, OLD.points, OLD.token, OLD.requested_at) THEN
        RAISE EXCEPTION 'redemption % is decided as it was requested', OLD.id;
    END IF;
    IF NOT (
        (OLD.state = 'requested' AND NEW.state IN ('approved', 'refused', 'cancelled'))
        OR (OLD.state = 'approved' AND NEW.state = 'reversed')
    ) THEN
        RAISE EXCEPTION 'redemption % does not go from % to %', OLD.id, OLD.state, NEW.state;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER mileage_redemption_in_order BEFORE INSERT OR UPDATE OR DELETE ON mileage_redemption
    FOR EACH ROW EXECUTE FUNCTION mileage_redemption_in_order();
"""

# At the end of the transaction a request has been paid for, to the point; and its points are back
# if, and only if, it came to nothing.
PAID = """
CREATE FUNCTION mileage_redemption_is_paid() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    one mileage_redemption;
    paid bigint;
    back bigint;
    due bigint;
BEGIN
    -- As it is by now: it may have been asked for and decided in one transaction.
    SELECT * INTO one FROM mileage_redemption WHERE id = NEW.id;
    due := CASE WHEN one.state IN ('refused', 'cancelled', 'reversed') THEN one.points ELSE 0 END;
    SELECT coalesce(sum(leg.amount), 0),
        coalesce(sum(leg.amount) FILTER (WHERE reversal.id IS NOT NULL), 0)
        INTO paid, back
        FROM core_activity activity
        JOIN mileage_entry entry ON entry.activity_id = activity.id AND entry.event = 'redeem'
            AND entry.officer_id = one.officer_id
        JOIN mileage_leg leg ON leg.entry_id = entry.id
        JOIN mileage_account account ON account.id = leg.account_id
            AND account.kind = 'redeemed'
        LEFT JOIN mileage_entry reversal ON reversal.reverses_id = entry.id
        WHERE activity.key = 'mileage.redeemed:' || one.id;
    IF paid <> one.points THEN
        RAISE EXCEPTION 'redemption % costs % points, and % were paid', one.id, one.points, paid;
    ELSIF back <> due THEN
        RAISE EXCEPTION 'redemption % is %, and % points went back', one.id, one.state, back;
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER mileage_redemption_is_paid AFTER INSERT OR UPDATE ON mileage_redemption
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION mileage_redemption_is_paid();
"""

# Points are redeemed for a request only, and leave neither the season's account nor all accounts
# of the officer below zero. They come back with the request only.
ENTRY = """
CREATE FUNCTION mileage_redeem_within_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM mileage_redemption
        WHERE officer_id = NEW.officer_id AND 'redeem:' || id || ':' = substring(
            NEW.key FROM '^redeem:\\d+:')
    ) THEN
        RAISE EXCEPTION 'mileage entry % redeems nothing that was asked for', NEW.key;
    END IF;
    IF EXISTS (
        SELECT FROM mileage_leg leg JOIN mileage_balance balance USING (account_id)
        WHERE leg.entry_id = NEW.id AND leg.amount < 0 AND balance.amount < 0
    ) OR (
        SELECT sum(balance.amount) FROM mileage_account account
        JOIN mileage_balance balance ON balance.account_id = account.id
        WHERE account.officer_id = NEW.officer_id AND account.kind = 'officer'
    ) < 0 THEN
        RAISE EXCEPTION 'mileage entry % takes more than there is', NEW.key;
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER mileage_redeem_within_balance AFTER INSERT ON mileage_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.event = 'redeem' AND NEW.reverses_id IS NULL)
    EXECUTE FUNCTION mileage_redeem_within_balance();

CREATE FUNCTION mileage_redeem_given_back() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    origin mileage_entry;
BEGIN
    SELECT * INTO origin FROM mileage_entry WHERE id = NEW.reverses_id;
    IF origin.event = 'redeem' AND NOT EXISTS (
        SELECT FROM mileage_redemption
        WHERE id = split_part(origin.key, ':', 2)::bigint
            AND state IN ('refused', 'cancelled', 'reversed')
    ) THEN
        RAISE EXCEPTION 'mileage entry % stands while its redemption does', origin.key;
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER mileage_redeem_given_back AFTER INSERT ON mileage_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.reverses_id IS NOT NULL) EXECUTE FUNCTION mileage_redeem_given_back();
"""
BACKWARDS = """
DROP FUNCTION mileage_redemption_in_order() CASCADE;
DROP FUNCTION mileage_redemption_is_paid() CASCADE;
DROP FUNCTION mileage_redeem_within_balance() CASCADE;
DROP FUNCTION mileage_redeem_given_back() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("mileage", "0007_rewards")]
    operations = [migrations.RunSQL(ORDER + PAID + ENTRY, BACKWARDS)]
