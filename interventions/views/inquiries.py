"""Inquiries: asking about a list, and answering."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from cases.models import GroupLink, Individual
from cases.views.ownership import is_own
from interventions import counterparts
from interventions.actions import inquiries as actions
from interventions.forms.inquiries import AnswersForm, InquiryForm
from interventions.models import (
    Attestation,
    CallIn,
    Inquiry,
    ListAnswer,
    Nomination,
    Question,
)
from interventions.views import Request
from partners import audience, explain
from partners.decorators import mandated
from partners.mandates import Action, Category
from partners.models import Agency
from partners.refusals import told_by
from partners.views import posted

ON_A_PAGE = 25
State = Inquiry.State


@mandated(Action.READ, Category.INQUIRIES)
def inquiries(request: Request) -> HttpResponse:
    """Both ways: what we asked and were asked, whom we nominated and were told of."""
    asked = Inquiry.objects.select_related("owner", "recipient", "disclosure")
    nominated = Nomination.objects.select_related("owner", "recipient", "disclosure", "receipt")
    others = CallIn.objects.upcoming().exclude(owner=request.user.agency_id)
    may_create = audience.current().may(Action.CREATE, Category.INQUIRIES)
    page = Paginator(asked, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "here": request.user.agency_id,
        "page": page,
        "asked": _told(page),
        "nominations": _titled(nominated),
        "others": others if may_create and _may_nominate() else [],
    }
    return render(request, "interventions/inquiries/list.html", context)


@mandated(Action.CREATE, Category.INQUIRIES)
def ask(request: Request, pk: UUID) -> HttpResponse:
    call_in = get_object_or_404(CallIn.objects.open_and_led_by(request.user.agency_id), pk=pk)
    form = InquiryForm(posted(request), call_in=call_in)
    if form.is_valid():
        with told_by(form):
            chosen = list(form.cleaned_data["candidates"])
            to = form.cleaned_data["recipient"]
            inquiry = actions.draft(
                call_in, candidates=chosen, recipient=to, by=request.user, **form.grounds()
            )
            messages.success(request, _("Asked for. A decision-maker decides."))
            return redirect("interventions:inquiry", inquiry.pk)
    context = {"form": form, "call_in": call_in}
    context["readers"] = explain.readers(Category.INQUIRIES)
    return render(request, "interventions/inquiries/form.html", context)


@mandated(Action.READ, Category.INQUIRIES)
def inquiry(request: Request, pk: UUID) -> HttpResponse:
    people = ("owner", "recipient", "disclosure", "asked_by")
    row = get_object_or_404(Inquiry.objects.select_related(*people), pk=pk)
    return _ours(request, row) if is_own(row) else _theirs(request, row)


def _told(page: Page) -> list[tuple[Inquiry, CallIn | None, bool]]:
    """Each with its call-in, where that can be read, and whether it is answered."""
    answered = {one.inquiry_id for one in ListAnswer.objects.filter(inquiry__in=list(page))}
    return [(row, call_in, row.pk in answered) for row, call_in in _titled(page)]


def _titled[Row: (Inquiry, Nomination)](rows: Iterable[Row]) -> list[tuple[Row, CallIn | None]]:
    rows = list(rows)
    call_ins = CallIn.objects.in_bulk([row.call_in_id for row in rows])
    return [(row, call_ins.get(row.call_in_id)) for row in rows]


def _ours(request: Request, row: Inquiry) -> HttpResponse:
    """What became of it."""
    questions = row.questions.select_related("individual").order_by("individual__sort_key", "pk")
    answers = {one.question_id: one for one in _attestations(row)}
    context = {
        "inquiry": row,
        "call_in": CallIn.objects.filter(pk=row.call_in_id).first(),
        "asked": [(one, answers.get(one.pk)) for one in questions],
        "whole": row.list_answers.select_related("owner").first(),
    }
    return render(request, "interventions/inquiries/ours.html", context)


def _theirs(request: Request, row: Inquiry) -> HttpResponse:
    """The persons with what the own register holds, and the answers or the form for them."""
    questions = _readable(row)
    whole = row.list_answers.own().first()
    links = _links([one.individual for one in questions])
    form = _answering(request, row, questions, links) if whole is None else None
    if form is not None and form.is_valid():
        with told_by(form):
            apart = form.cleaned_data["apart"]
            actions.answer(row, answers=form.answers(), apart=apart, by=request.user)
            messages.success(
                request, _("Answered. %(agency)s sees it now.") % {"agency": row.owner}
            )
            return redirect("interventions:inquiry", row.pk)
    context = {
        "inquiry": row,
        "call_in": CallIn.objects.filter(pk=row.call_in_id).first(),
        "form": form,
        "whole": whole,
        "questions": questions,
        "answers": _attestations(row),
        "why": explain.why(row),
    }
    return render(request, "interventions/inquiries/theirs.html", context)


def _readable(row: Inquiry) -> list[Question]:
    """Those whose person can still be read: a disclosure ends when the person's record changes."""
    seen = row.questions.filter(individual__in=Individual.objects.all())
    return list(seen.select_related("individual"))


def _answering(
    request: Request,
    row: Inquiry,
    questions: list[Question],
    links: dict[UUID, list[GroupLink]],
) -> AnswersForm | None:
    may = audience.current().may(Action.CREATE, Category.INQUIRIES)
    is_whole = len(questions) == row.questions.count()
    if not (may and is_whole and questions and row.state == State.ASKED):
        return None
    return AnswersForm(posted(request), questions=questions, links=links)


def _links(people: list[Individual]) -> dict[UUID, list[GroupLink]]:
    """By the person asked about, the valid links of whoever has the same number here."""
    found = counterparts.of(people)
    rows = GroupLink.objects.valid().own().filter(individual__in=list(found.values()))
    held: dict[UUID, list[GroupLink]] = defaultdict(list)
    for link in rows.select_related("group").order_by("group__sort_key", "pk"):
        held[link.individual_id].append(link)
    return {person: held[own.pk] for person, own in found.items()}


def _attestations(row: Inquiry) -> list[Any]:
    answers = Attestation.objects.filter(question__inquiry=row)
    return list(
        answers.select_related("question", "group", "owner").order_by("question__reference")
    )


def _may_nominate() -> bool:
    here = Agency.objects.get(pk=audience.current().agency_id)
    return actions.may_be_asked(here)
