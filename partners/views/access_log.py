"""The access log, for the data protection officer: who did what when, and never what was read."""

from collections.abc import Sequence
from typing import NamedTuple

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from partners import access_log, details, operations
from partners.decorators import mandated
from partners.forms.access_log import LogFilter
from partners.mandates import Action, Category, Role
from partners.models import AccessLogEntry
from partners.views import Request

ON_A_PAGE = 50


RESULTS = {
    "ok": _("done"),
    "failed": _("failed, nothing was changed"),
    "refused": _("refused"),
    "not found": _("not found"),
}


class Read(NamedTuple):
    """How many rows of a kind were loaded, and their numbers."""

    kind: str
    pks: list[str]


class Line(NamedTuple):
    """An entry in words."""

    entry: AccessLogEntry
    told: operations.Told
    purpose: str | Promise
    roles: Sequence[str | Promise]
    read: list[Read]
    result: str | Promise


@mandated(Action.READ, Category.ACCESS_LOG)
def index(request: Request) -> HttpResponse:
    form = LogFilter(request.GET, agency=request.user.agency)
    page = Paginator(form.entries(), ON_A_PAGE).get_page(request.GET.get("page"))
    asked = {name: str(value) for name, value in form.data.items() if value}
    access_log.note(purpose="log review", asked=asked)
    context = {"form": form, "page": page, "lines": [_line(one) for one in page]}
    return render(request, "partners/access_log/list.html", context)


@mandated(Action.READ, Category.ACCESS_LOG)
def entry(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(AccessLogEntry.objects.select_related("user"), pk=pk)
    access_log.note(purpose="log review", entry=pk)
    context = {"line": _line(found), "details": details.told(found)}
    return render(request, "partners/access_log/record.html", context)


def _line(entry: AccessLogEntry) -> Line:
    read = [Read(details.kind(label, len(pks)), pks) for label, pks in sorted(entry.rows.items())]
    roles = [Role(role).label for role in entry.roles.split(",") if role in Role]
    purpose = operations.PURPOSES.get(entry.purpose, entry.purpose)
    result = RESULTS.get(entry.result, entry.result)
    return Line(entry, operations.tell(entry), purpose, roles, read, result)
