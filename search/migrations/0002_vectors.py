"""Vectors, where the database has pgvector; without it this changes nothing and says so."""

from django.db import migrations

# A function, so that a portal whose database gets the extension later can call it again
# (manage.py search_embed does). Iterative scans, which rights need, came with 0.8.
PREPARE = """
CREATE FUNCTION search_prepare_meaning() RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'vector') THEN
    IF NOT EXISTS (SELECT FROM pg_available_extensions WHERE name = 'vector') THEN
      RETURN false;
    END IF;
    BEGIN
      CREATE EXTENSION vector;
    EXCEPTION WHEN insufficient_privilege THEN
      RETURN false;
    END;
  END IF;
  IF (SELECT string_to_array(extversion, '.')::int[] < ARRAY[0, 8]
      FROM pg_extension WHERE extname = 'vector') THEN
    RETURN false;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_attribute
                 WHERE attrelid = 'search_passage'::regclass AND attname = 'embedding') THEN
    ALTER TABLE search_passage ADD COLUMN embedding halfvec(384);
    -- The nearest passages to a question.
    CREATE INDEX search_passage_nearest ON search_passage
      USING hnsw (embedding halfvec_cosine_ops);
    -- The nearest titles to a title: related items.
    CREATE INDEX search_passage_related ON search_passage
      USING hnsw (embedding halfvec_cosine_ops) WHERE number = 0;
  END IF;
  RETURN true;
END
$$;
SELECT search_prepare_meaning();
"""
FORGET = """
ALTER TABLE search_passage DROP COLUMN IF EXISTS embedding;
DROP FUNCTION search_prepare_meaning();
"""


class Migration(migrations.Migration):
    dependencies = [("search", "0001_meaning")]

    operations = [migrations.RunSQL(PREPARE, FORGET)]
