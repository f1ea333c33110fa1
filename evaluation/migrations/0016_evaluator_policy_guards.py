from django.db import migrations

# A version is a draft, and may change, until somebody has approved it, the portal delivers it or
# something was decided by it. Whoever approves
# locks its row, so that nobody edits it in the same moment.
GUARDS = """
DROP TRIGGER evaluation_evaluatorpolicy_append_only ON evaluation_evaluatorpolicy;

CREATE FUNCTION evaluation_evaluatorpolicy_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.is_delivered
        OR EXISTS (SELECT FROM evaluation_evaluatorpolicyapproval WHERE policy_id = OLD.id)
        OR EXISTS (SELECT FROM evaluation_training WHERE policy_id = OLD.id)
        OR EXISTS (SELECT FROM evaluation_audit WHERE policy_id = OLD.id)
        OR EXISTS (SELECT FROM evaluation_evaluatorsheet WHERE policy_id = OLD.id)
    THEN
        RAISE EXCEPTION 'a policy is append-only once it is approved, delivered or in use';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER evaluation_evaluatorpolicy_guard BEFORE UPDATE OR DELETE ON evaluation_evaluatorpolicy
    FOR EACH ROW EXECUTE FUNCTION evaluation_evaluatorpolicy_guard();

CREATE FUNCTION evaluation_evaluatorpolicy_approval_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    first_day date;
BEGIN
    SELECT effective_from INTO first_day FROM evaluation_evaluatorpolicy
        WHERE id = NEW.policy_id FOR NO KEY UPDATE;
    IF (NEW.approved_at AT TIME ZONE 'Asia/Seoul')::date > first_day THEN
        RAISE EXCEPTION 'a policy is approved not later than on its first day';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER evaluation_evaluatorpolicy_approval_guard BEFORE INSERT ON evaluation_evaluatorpolicyapproval
    FOR EACH ROW EXECUTE FUNCTION evaluation_evaluatorpolicy_approval_guard();
CREATE TRIGGER evaluation_evaluatorpolicy_approval_append_only BEFORE UPDATE OR DELETE ON evaluation_evaluatorpolicyapproval
    FOR EACH ROW EXECUTE FUNCTION evaluation_append_only();
"""
BACKWARDS = """
DROP FUNCTION evaluation_evaluatorpolicy_guard() CASCADE;
DROP FUNCTION evaluation_evaluatorpolicy_approval_guard() CASCADE;
DROP TRIGGER evaluation_evaluatorpolicy_approval_append_only ON evaluation_evaluatorpolicyapproval;
CREATE TRIGGER evaluation_evaluatorpolicy_append_only BEFORE UPDATE OR DELETE ON evaluation_evaluatorpolicy
    FOR EACH ROW EXECUTE FUNCTION evaluation_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0015_drafted_evaluator_policies")]
    operations = [migrations.RunSQL(GUARDS, BACKWARDS)]
