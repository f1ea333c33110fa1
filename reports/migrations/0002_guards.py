from django.db import migrations

GUARDS = """
CREATE FUNCTION reports_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;

CREATE TRIGGER reports_policy_append_only BEFORE UPDATE OR DELETE ON reports_reportpolicy
    FOR EACH ROW EXECUTE FUNCTION reports_append_only();
CREATE TRIGGER reports_joined_append_only BEFORE UPDATE OR DELETE ON reports_joinedreport
    FOR EACH ROW EXECUTE FUNCTION reports_append_only();
CREATE TRIGGER reports_report_stays BEFORE DELETE ON reports_report
    FOR EACH ROW EXECUTE FUNCTION reports_append_only();

-- What was said stays as it was said, and states go only these ways.
CREATE FUNCTION reports_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.item_id, NEW.revision_id, NEW.kind, NEW.passage, NEW.evidence, NEW.source,
        NEW.source_code, NEW.source_text, NEW.fingerprint, NEW.reporter_id, NEW.received_at)
       IS DISTINCT FROM
       (OLD.item_id, OLD.revision_id, OLD.kind, OLD.passage, OLD.evidence, OLD.source,
        OLD.source_code, OLD.source_text, OLD.fingerprint, OLD.reporter_id, OLD.received_at)
    THEN
        RAISE EXCEPTION 'What a report says never changes';
    END IF;
    IF NEW.state <> OLD.state AND NOT (OLD.state, NEW.state) IN (
        ('received', 'triaged'), ('received', 'dismissed'), ('received', 'accepted'),
        ('triaged', 'dismissed'), ('triaged', 'accepted'),
        ('accepted', 'fixing'), ('accepted', 'closed'),
        ('fixing', 'fixed'), ('fixing', 'closed'),
        ('fixed', 'fixing'), ('fixed', 'verified'), ('fixed', 'closed'),
        ('verified', 'closed')
    ) THEN
        RAISE EXCEPTION 'A report does not go from % to %', OLD.state, NEW.state;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER reports_report_guard BEFORE UPDATE ON reports_report
    FOR EACH ROW EXECUTE FUNCTION reports_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]
    operations = [
        migrations.RunSQL(
            GUARDS,
            "DROP FUNCTION reports_append_only() CASCADE; DROP FUNCTION reports_guard() CASCADE;",
        )
    ]
