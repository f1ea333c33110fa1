"""Text out of files, read where a hostile one can do no harm.

Nothing in here knows Django or the database: ``child`` runs alone in a process of its own.
``reading.read`` is the way in.
"""
