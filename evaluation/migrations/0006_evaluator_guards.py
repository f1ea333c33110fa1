from django.db import migrations

# What was decided about people by numbers stays as it was: versions of the policy, reference
# scores, answers once given, audits once closed.
SQL = """
CREATE TRIGGER evaluation_evaluatorpolicy_append_only
    BEFORE UPDATE OR DELETE ON evaluation_evaluatorpolicy
    FOR EACH ROW EXECUTE FUNCTION evaluation_append_only();

CREATE TRIGGER evaluation_golditem_fixed BEFORE UPDATE ON evaluation_golditem
    FOR EACH ROW WHEN (
        (OLD.revision_id, OLD.use, OLD.reference, OLD.note)
        IS DISTINCT FROM (NEW.revision_id, NEW.use, NEW.reference, NEW.note)
    ) EXECUTE FUNCTION evaluation_append_only();

CREATE TRIGGER evaluation_traininganswer_fixed BEFORE UPDATE ON evaluation_traininganswer
    FOR EACH ROW WHEN (OLD.submitted_at IS NOT NULL)
    EXECUTE FUNCTION evaluation_append_only();

CREATE TRIGGER evaluation_audit_fixed BEFORE UPDATE ON evaluation_audit
    FOR EACH ROW WHEN (OLD.closed_at IS NOT NULL)
    EXECUTE FUNCTION evaluation_append_only();
"""
UNDO = """
DROP TRIGGER evaluation_audit_fixed ON evaluation_audit;
DROP TRIGGER evaluation_traininganswer_fixed ON evaluation_traininganswer;
DROP TRIGGER evaluation_golditem_fixed ON evaluation_golditem;
DROP TRIGGER evaluation_evaluatorpolicy_append_only ON evaluation_evaluatorpolicy;
"""


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0005_evaluators")]
    operations = [migrations.RunSQL(SQL, UNDO)]
