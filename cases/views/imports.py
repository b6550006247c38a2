"""Lists being read in: chosen, told about, looked through, confirmed, followed, reported."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.decorators.vary import vary_on_headers

from cases import import_report
from cases.actions import imports
from cases.forms.import_rows import RowForm
from cases.forms.imports import AnswersForm, ColumnsForm, SheetForm, UploadForm
from cases.models import ImportRow, ListImport
from cases.views import HtmxRequest as Request
from cases.views import import_lines
from partners import access_log, audience, explain
from partners.decorators import mandated
from partners.mandates import Action, Category
from partners.views import posted

PER_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
State = ListImport.State


class RowFilter(forms.Form):
    """Rows in one state, or for one reason."""

    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    reason = forms.ChoiceField(label=gettext_lazy("Why"), required=False)

    def __init__(self, data: Any, counts: dict[str, int], reasons: list[Any]) -> None:
        super().__init__(data)
        every = gettext_lazy("All")
        states = [(s, f"{label} ({counts[s]})".capitalize()) for s, label in ImportRow.State.choices
                  if counts[s]]  # fmt: skip
        told = [(code, f"{sentence} ({count})") for code, sentence, count in reasons]
        for name, choices in (("state", states), ("reason", told)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", every), *choices]


@mandated(Action.READ, Category.IMPORTS)
def index(request: Request) -> HttpResponse:
    drafts = ListImport.objects.select_related("author").exclude(state=State.DISCARDED)
    page = Paginator(drafts, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may": _may()}
    return render(request, "cases/imports/index.html", context)


@mandated(Action.CREATE, Category.IMPORTS)
def new(request: Request) -> HttpResponse:
    form = UploadForm(posted(request), request.FILES or None)
    if form.is_valid() and (draft := form.upload(by=request.user)):
        return redirect("cases:import_columns", draft.pk)
    return render(request, "cases/imports/new.html", {"form": form})


@mandated(Action.CHANGE, Category.IMPORTS)
def columns(request: Request, pk: UUID) -> HttpResponse:
    """What each column is about; a chosen sheet is told by POST as well, as it is remembered."""
    draft = _draft(pk, State.UPLOADED, State.PREVIEWED)
    sheet = SheetForm(draft, request.POST if "choose" in request.POST else None)
    if sheet.is_valid():
        sheet.choose(by=request.user)
        return redirect("cases:import_columns", draft.pk)
    form = ColumnsForm(draft, None if sheet.is_bound else posted(request))
    if form.is_valid() and form.save(by=request.user):
        return redirect(draft)
    context = {"draft": draft, "form": form, "sheet_form": sheet}
    return render(request, "cases/imports/columns.html", context)


@vary_on_headers("HX-Request")
@mandated(Action.READ, Category.IMPORTS)
def record(request: Request, pk: UUID) -> HttpResponse:
    if request.htmx and (progress := _progress(pk)):
        return render(request, "cases/imports/progress.html", progress)
    draft = get_object_or_404(ListImport.objects.select_related("author", "owner"), pk=pk)
    if draft.state == State.UPLOADED and _may()["change"]:
        return redirect("cases:import_columns", draft.pk)
    if request.htmx:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "cases/imports/record.html", _context(request, draft))


def _progress(pk: UUID) -> dict[str, Any] | None:
    """How far the job has come, without loading the list: nothing new is nothing to log."""
    found = ListImport.objects.filter(pk=pk, state__in=ListImport.UNDER_WAY).aggregate(
        handled=Max("handled"), planned=Max("planned"), state=Max("state"), heard=Max("heard_at")
    )
    if found["state"] is None:
        return None
    draft = ListImport(pk=pk, state=found["state"], handled=found["handled"],
                       planned=found["planned"], heard_at=found["heard"])  # fmt: skip
    return {"draft": draft, "may": _may()}


def _context(request: Request, draft: ListImport) -> dict[str, Any]:
    rows = ImportRow.objects.of(draft)
    counts = rows.by_state()
    context: dict[str, Any] = {
        "draft": draft,
        "counts": counts,
        "may": _may(),
        "why": explain.why(draft),
    }
    if draft.is_under_way or draft.state == State.DISCARDED:
        return context
    form = RowFilter(request.GET or None, counts, import_lines.reasons_of(rows))
    page = Paginator(_filtered(rows, form), PER_PAGE).get_page(request.GET.get("page"))
    context |= {"filter_form": form, "page": page}
    context["lines"] = import_lines.lines(page.object_list, draft)
    if draft.state == State.PREVIEWED and context["may"]["change"]:
        context["answers"] = AnswersForm(draft, None)
    return context


def _filtered(rows: Any, form: RowFilter) -> Any:
    rows = rows.select_related("individual").prefetch_related(
        "individual__identifiers", "individual__supervisions"
    )
    if not form.is_valid():
        return rows
    if state := form.cleaned_data["state"]:
        rows = rows.filter(state=state)
    if reason := form.cleaned_data["reason"]:
        rows = rows.filter(reasons__contains=[reason])
    return rows


@require_POST
@mandated(Action.CHANGE, Category.IMPORTS)
def answers(request: Request, pk: UUID) -> HttpResponse:
    draft = _draft(pk, State.PREVIEWED)
    form = AnswersForm(draft, request.POST)
    if not form.is_valid() or not form.save(by=request.user):
        messages.info(request, _("Nothing was chosen."))
    return redirect(draft)


@vary_on_headers("HX-Request")
@mandated(Action.CHANGE, Category.IMPORTS)
def row(request: Request, pk: UUID) -> HttpResponse:
    """One row with all that stands in it, which is logged as showing the number in full."""
    found = get_object_or_404(ImportRow.objects.select_related("individual", "list_import"), pk=pk)
    draft = _draft(found.list_import_id, State.PREVIEWED)
    if request.htmx and "cancel" in request.GET:
        return _line(request, found, draft)
    form = RowForm(found, draft, posted(request))
    access_log.note(purpose="unmask", row=str(found.pk))
    if request.method == "POST" and form.is_valid():
        changed = form.correct(leave="leave" in request.POST, by=request.user)
        if not form.errors and found.state in SETTLED:
            return _corrected(request, found, draft, changed)
        if not form.errors:
            form = RowForm(found, draft, request.POST)
    form.tell()
    context = {
        "draft": draft,
        "row": found,
        "form": form,
        "cells": list(import_lines.as_it_stood(found, imports.headings(draft))),
        "is_part": request.htmx,
    }
    page = "row_part" if request.htmx else "row"
    status = 422 if request.htmx and request.method == "POST" else 200
    return render(request, f"cases/imports/{page}.html", context, status=status)


SETTLED = (ImportRow.State.READY, ImportRow.State.SKIPPED)


def _corrected(
    request: Request, found: ImportRow, draft: ListImport, changed: list[ImportRow]
) -> HttpResponse:
    """The line in place of the form; the whole page when other rows stand otherwise as well."""
    if not request.htmx:
        messages.success(request, _("Saved."))
        return redirect(f"{draft.get_absolute_url()}#row-{found.number}")
    if {one.pk for one in changed} - {found.pk}:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return _line(request, found, draft)


def _line(request: Request, found: ImportRow, draft: ListImport) -> HttpResponse:
    """What stood on the page before the form, and how many rows stand how."""
    rows = ImportRow.objects.of(draft)
    context = {"line": import_lines.line(found, draft), "draft": draft, "may": _may(),
               "counts": rows.by_state(), "is_part": True}  # fmt: skip
    return render(request, "cases/imports/line.html", context)


@mandated(Action.CHANGE, Category.IMPORTS)
def confirm(request: Request, pk: UUID) -> HttpResponse:
    draft = _draft(pk, State.PREVIEWED)
    if request.method == "POST" and _done(request, lambda: imports.confirm(draft, by=request.user)):
        return redirect(draft)
    rows = ImportRow.objects.of(draft)
    context = {
        "draft": draft,
        "counts": rows.by_state(),
        "plan": import_lines.plan_of(rows),
        "readers": explain.readers(Category.IDENTITY),
    }
    return render(request, "cases/imports/confirm.html", context)


@require_POST
@mandated(Action.CHANGE, Category.IMPORTS)
def resume(request: Request, pk: UUID) -> HttpResponse:
    draft = _draft(pk, *ListImport.UNDER_WAY, State.INTERRUPTED)
    _done(request, lambda: imports.resume(draft, by=request.user))
    return redirect(draft)


@mandated(Action.ERASE, Category.IMPORTS)
def discard(request: Request, pk: UUID) -> HttpResponse:
    draft = _draft(pk, State.UPLOADED, State.MAPPED, State.PREVIEWED)
    if request.method == "POST" and _done(request, lambda: imports.discard(draft, by=request.user)):
        messages.success(request, _("The list is discarded, and its rows are erased."))
        return redirect("cases:imports")
    return render(request, "cases/imports/discard.html", {"draft": draft})


@mandated(Action.READ, Category.IMPORTS)
def report(request: Request, pk: UUID) -> HttpResponse:
    """What became of each row, as a workbook. No person with protected identity is in it."""
    draft = _draft(pk, State.DONE)
    access_log.note(purpose="download", list=str(draft.pk))
    name = f"rapport-{slugify(draft.file_name.rpartition('.')[0]) or 'lista'}.xlsx"
    headers = {
        "Content-Disposition": content_disposition_header(True, name),
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(import_report.workbook(draft), content_type=XLSX, headers=headers)


def _draft(pk: UUID, *states: str) -> ListImport:
    """The list, when it is in one of the states; another step has no page now."""
    found = ListImport.objects.select_related("author", "owner").filter(state__in=states)
    return get_object_or_404(found, pk=pk)


def _done(request: Request, act: Callable[[], None]) -> bool:
    try:
        act()
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
        return False
    return True


def _may() -> dict[str, bool]:
    """Which buttons there are."""
    actions = (Action.CREATE, Action.CHANGE, Action.ERASE)
    return {a.value: audience.current().may(a, Category.IMPORTS) for a in actions}
