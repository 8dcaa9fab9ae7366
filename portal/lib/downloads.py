"""Files handed out by a view."""

import re

from django.http import HttpResponse
from django.utils.http import content_disposition_header

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"


def attachment(content, filename, content_type, *, inline=False):
    """A response that saves `content` (bytes) under `filename`, which may be Chinese; never guessed at by a browser.

    inline: shown in the browser instead (our own PDFs only).
    """
    filename = re.sub(r'[\x00-\x1f\x7f-\x9f"\\/:*?<>|]+', " ", filename).strip(" .")[:150] or "file"
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(not inline, filename)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
