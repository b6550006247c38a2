"""A file to keep: whole, and in no cache on its way."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def attached(content: bytes, name: str) -> HttpResponse:
    """Read to the end before the transaction is over."""
    headers = {
        "Content-Disposition": content_disposition_header(True, name),
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type="application/pdf", headers=headers)
