from django.db import migrations

# A version is a draft, and may change, until somebody has approved it or the portal delivers it. Whoever approves
# locks its row, so that nobody edits it in the same moment.
GUARDS = """
DROP TRIGGER reports_policy_append_only ON reports_reportpolicy;

CREATE FUNCTION reports_policy_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.is_delivered
        OR EXISTS (SELECT FROM reports_reportpolicyapproval WHERE policy_id = OLD.id)
    THEN
        RAISE EXCEPTION 'a policy is append-only once it is approved, delivered or in use';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reports_policy_guard BEFORE UPDATE OR DELETE ON reports_reportpolicy
    FOR EACH ROW EXECUTE FUNCTION reports_policy_guard();

CREATE FUNCTION reports_policy_approval_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    first_day date;
BEGIN
    SELECT effective_from INTO first_day FROM reports_reportpolicy
        WHERE id = NEW.policy_id FOR NO KEY UPDATE;
    IF (NEW.approved_at AT TIME ZONE 'Asia/Seoul')::date > first_day THEN
        RAISE EXCEPTION 'a policy is approved not later than on its first day';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reports_policy_approval_guard BEFORE INSERT ON reports_reportpolicyapproval
    FOR EACH ROW EXECUTE FUNCTION reports_policy_approval_guard();
CREATE TRIGGER reports_policy_approval_append_only BEFORE UPDATE OR DELETE ON reports_reportpolicyapproval
    FOR EACH ROW EXECUTE FUNCTION reports_append_only();
"""
BACKWARDS = """
DROP FUNCTION reports_policy_guard() CASCADE;
DROP FUNCTION reports_policy_approval_guard() CASCADE;
DROP TRIGGER reports_policy_approval_append_only ON reports_reportpolicyapproval;
CREATE TRIGGER reports_policy_append_only BEFORE UPDATE OR DELETE ON reports_reportpolicy
    FOR EACH ROW EXECUTE FUNCTION reports_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0004_drafted_policies")]
    operations = [migrations.RunSQL(GUARDS, BACKWARDS)]
