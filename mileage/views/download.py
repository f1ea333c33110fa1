"""The statement as a file."""

from __future__ import annotations

from tempfile import SpooledTemporaryFile
from typing import IO

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from accounts.models import Officer
from core import clock
from mileage.forms import StatementFilter
from mileage.sheets import write_csv, write_xlsx
from mileage.statement import Statement

WRITERS = {
    "csv": (write_csv, "text/csv; charset=utf-8"),
    "xlsx": (write_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
IN_MEMORY = 2 * 1024 * 1024


@login_required
@require_safe
def download(request: HttpRequest) -> FileResponse:
    """The officer's own lines, filtered as on the page. Raises Http404 for an unknown format."""
    officer = request.user
    assert isinstance(officer, Officer)
    wanted = request.GET.get("format", "csv")
    if wanted not in WRITERS:
        raise Http404
    write, content_type = WRITERS[wanted]
    statement = Statement(officer)
    chosen = statement.chosen(**StatementFilter(request.GET, statement).chosen)
    # The response closes it.
    file: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115
    write(file, statement, chosen)
    file.seek(0)
    name = f"mileage-{clock.today():%Y%m%d}.{wanted}"
    return FileResponse(file, as_attachment=True, filename=name, content_type=content_type)
