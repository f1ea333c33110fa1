from django.db import migrations

# A policy is a draft, and may change, until somebody has approved it, the portal delivers it or a
# round is judged by it. From then on neither it nor its criteria change; what two people have
# agreed to is what decides. Whoever adds to a policy locks its row, so that nobody approves it in
# the same moment.
GUARDS = """
DROP TRIGGER evaluation_evaluationpolicy_append_only ON evaluation_evaluationpolicy;
DROP TRIGGER evaluation_criterion_append_only ON evaluation_criterion;

CREATE FUNCTION evaluation_policy_is_fixed(number bigint) RETURNS boolean LANGUAGE sql AS $$
    SELECT EXISTS (SELECT FROM evaluation_evaluationpolicy WHERE id = number AND is_delivered)
        OR EXISTS (SELECT FROM evaluation_policyapproval WHERE policy_id = number)
        OR EXISTS (SELECT FROM evaluation_round WHERE policy_id = number);
$$;

CREATE FUNCTION evaluation_policy_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF evaluation_policy_is_fixed(OLD.id) THEN
        RAISE EXCEPTION 'a policy is append-only once it is approved, delivered or in use';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER evaluation_policy_guard BEFORE UPDATE OR DELETE ON evaluation_evaluationpolicy
    FOR EACH ROW EXECUTE FUNCTION evaluation_policy_guard();

CREATE FUNCTION evaluation_criterion_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    number bigint;
BEGIN
    FOREACH number IN ARRAY CASE TG_OP
        WHEN 'INSERT' THEN ARRAY[NEW.policy_id]
        WHEN 'DELETE' THEN ARRAY[OLD.policy_id]
        ELSE ARRAY[OLD.policy_id, NEW.policy_id] END
    LOOP
        PERFORM FROM evaluation_evaluationpolicy WHERE id = number FOR SHARE;
        IF evaluation_policy_is_fixed(number) THEN
            RAISE EXCEPTION 'criteria are append-only once their policy is approved or in use';
        END IF;
    END LOOP;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER evaluation_criterion_guard BEFORE INSERT OR UPDATE OR DELETE ON evaluation_criterion
    FOR EACH ROW EXECUTE FUNCTION evaluation_criterion_guard();

CREATE FUNCTION evaluation_approval_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    policy evaluation_evaluationpolicy;
    whole bigint;
BEGIN
    SELECT * INTO policy FROM evaluation_evaluationpolicy
        WHERE id = NEW.policy_id FOR NO KEY UPDATE;
    IF (NEW.approved_at AT TIME ZONE 'Asia/Seoul')::date > policy.effective_from THEN
        RAISE EXCEPTION 'a policy is approved not later than on its first day';
    END IF;
    SELECT coalesce(sum(weight), 0) INTO whole
        FROM evaluation_criterion WHERE policy_id = policy.id;
    IF whole <> 100 THEN
        RAISE EXCEPTION 'the weights of a policy sum to 100, not %', whole;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER evaluation_approval_guard BEFORE INSERT ON evaluation_policyapproval
    FOR EACH ROW EXECUTE FUNCTION evaluation_approval_guard();
CREATE TRIGGER evaluation_policyapproval_append_only
    BEFORE UPDATE OR DELETE ON evaluation_policyapproval
    FOR EACH ROW EXECUTE FUNCTION evaluation_append_only();
"""
BACKWARDS = """
DROP FUNCTION evaluation_policy_guard() CASCADE;
DROP FUNCTION evaluation_criterion_guard() CASCADE;
DROP FUNCTION evaluation_approval_guard() CASCADE;
DROP FUNCTION evaluation_policy_is_fixed(bigint);
DROP TRIGGER evaluation_policyapproval_append_only ON evaluation_policyapproval;
CREATE TRIGGER evaluation_evaluationpolicy_append_only
    BEFORE UPDATE OR DELETE ON evaluation_evaluationpolicy
    FOR EACH ROW EXECUTE FUNCTION evaluation_append_only();
CREATE TRIGGER evaluation_criterion_append_only BEFORE UPDATE OR DELETE ON evaluation_criterion
    FOR EACH ROW EXECUTE FUNCTION evaluation_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0009_drafts")]
    operations = [migrations.RunSQL(GUARDS, BACKWARDS)]
