from django.db import migrations

# Whoever follows the changes is woken when they are committed, once for each transaction.
FORWARDS = """
CREATE FUNCTION core_indexchange_wake() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('ckp_search', '');
    RETURN NULL;
END $$;
CREATE TRIGGER core_indexchange_wake AFTER INSERT ON core_indexchange
    FOR EACH STATEMENT EXECUTE FUNCTION core_indexchange_wake();
"""
BACKWARDS = "DROP FUNCTION core_indexchange_wake() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("core", "0003_index_change")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
