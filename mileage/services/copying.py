"""Rows into a table as PostgreSQL reads them fastest."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from django.db import connection


def copy_rows(
    table: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    nullable: Sequence[str] = (),
) -> None:
    """Save the rows in this order, within the caller's transaction; triggers see one statement.

    Values are numbers, truths, texts and aware datetimes, and None in ``nullable`` columns, which
    are no texts: there nothing and the empty text are the same. The table is the one that this
    session means by the name. Raises what Django raises for an INSERT.
    """
    file = io.StringIO()
    csv.writer(file, quoting=csv.QUOTE_NONNUMERIC).writerows(rows)
    file.seek(0)
    options = "FORMAT csv"
    if nullable:
        options += f", FORCE_NULL ({_names(nullable)})"
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.copy_expert(f'COPY "{table}" ({_names(columns)}) FROM STDIN ({options})', file)


def _names(columns: Sequence[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)
