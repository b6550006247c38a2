"""Setting the paper: one layout for all copies, each with its own head and foot in the margins.

Laying out is four fifths of the work, and copies differ only in their margins. So the body is
laid out once, and the margins of each copy, on empty pages, are painted over it. To a reader of
the tagged file the margins are artifacts: said by nobody, on every page.
"""

from functools import cache
from mimetypes import guess_type
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from django.contrib.staticfiles import finders
from weasyprint import CSS, HTML, Document
from weasyprint.document import Page
from weasyprint.urls import URLFetcher, URLFetcherResponse

VARIANT = "pdf/ua-1"
STATIC = "https://static.invalid/"


class StaticFetcher(URLFetcher):
    """Serves our own static files and refuses everything else: a paper asks no network."""

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        found = finders.find(unquote(url.removeprefix(STATIC))) if url.startswith(STATIC) else None
        if found is None:
            raise ValueError("Only our own static files stand on paper.")
        kind = guess_type(found)[0] or "application/octet-stream"
        return URLFetcherResponse(url, Path(found).read_bytes(), {"Content-Type": kind})


class Sheet(Page):
    """A laid-out page with the margins of one copy painted over it."""

    def __init__(self, page: Page, margins: Page) -> None:
        self.__dict__.update(page.__dict__)
        self.margins = margins

    def paint(self, stream: Any, scale: float = 1) -> None:
        super().paint(stream, scale)
        with stream.artifact():
            tags, stream._tags = stream._tags, None
            self.margins.paint(stream, scale)
            stream._tags = tags


def lay_out(html: str) -> Document:
    """The pages of a body or of margins, in the paper's style."""
    return _source(html).render(stylesheets=[_style()], pdf_variant=VARIANT)


def pdf(body: Document, margins: Document) -> bytes:
    """The finished file of one copy."""
    sheets = [Sheet(*both) for both in zip(body.pages, margins.pages, strict=True)]
    finished: bytes = body.copy(sheets).write_pdf(finisher=_say_scopes, pdf_variant=VARIANT)
    return finished


def single(laid_out: Document) -> bytes:
    """The finished file of what is laid out with its margins in place."""
    finished: bytes = laid_out.write_pdf(finisher=_say_scopes, pdf_variant=VARIANT)
    return finished


def whole(html: str) -> bytes:
    """One copy laid out by itself: what `pdf` saves us, to compare with."""
    finished: bytes = _source(html).write_pdf(pdf_variant=VARIANT)
    return finished


def _say_scopes(document: Document, pdf: Any) -> None:
    """Each head of a table says whether it is of its column or of its row (ISO 14289-1, 7.5)."""
    for one in pdf.objects:
        if isinstance(one, dict) and one.get("S") == "/TH":
            group = _above(pdf, _above(pdf, one))
            one["A"]["Scope"] = "/Column" if group["S"] == "/THead" else "/Row"


def _above(pdf: Any, element: dict[str, Any]) -> dict[str, Any]:
    above: dict[str, Any] = pdf.objects[int(element["P"].split()[0])]
    return above


def _source(html: str) -> HTML:
    return HTML(string=html, base_url=STATIC, url_fetcher=StaticFetcher())


@cache
def _style() -> CSS:
    """Parsed once in the life of a worker."""
    return CSS(url=f"{STATIC}css/paper.css", url_fetcher=StaticFetcher())
