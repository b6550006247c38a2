"""Links to groups: written as drafts, reviewed by a second person, renewed, ended."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from cases import changes, minors
from cases.actions import link_reviews, links
from cases.forms.links import EndingForm, LinkForm, RemovalForm, ReviewForm, criteria_of, spare
from cases.models import GroupLink, Individual
from cases.views.ownership import can, disclosing, is_own
from partners import explain
from partners.decorators import mandated
from partners.mandates import Action, Category
from partners.refusals import told_by
from partners.views import Request, own_or_404, posted

SOON = timedelta(days=30)
State = GroupLink.State
ANSWERED = {
    "yes": gettext_lazy("Approved."),
    "back": gettext_lazy("Sent back. Whoever wrote it sees that on the first page."),
    "no": gettext_lazy("Not approved. What was written is gone."),
}


@mandated(Action.DECIDE, Category.GROUP_LINK)
def index(request: Request) -> HttpResponse:
    """What waits for a second person, and what is about to end."""
    people = ("individual", "group", "registered_by", "owner")
    found = GroupLink.objects.select_related(*people)
    context = {
        "waiting": found.decidable().order_by("valid_until", "id"),
        "renewing": found.valid().being_renewed().order_by("valid_until", "id"),
        "ending": found.ending_before(timezone.now() + SOON).order_by("valid_until", "id"),
    }
    return render(request, "cases/links/index.html", context)


@mandated(Action.READ, Category.GROUP_LINK)
def record(request: Request, pk: UUID) -> HttpResponse:
    link = _found(pk)
    return render(request, "cases/links/record.html", _record(request, link))


@mandated(Action.CREATE, Category.GROUP_LINK)
def new(request: Request, pk: UUID) -> HttpResponse:
    individual = own_or_404(get_object_or_404(Individual, pk=pk), request)
    form, rows = LinkForm(posted(request)), criteria_of(posted(request))
    if _is_sent(form, rows):
        with told_by(form):
            link = links.register(
                individual, criteria=rows.told, by=request.user, **form.cleaned_data
            )
            messages.success(request, _("Saved as a draft. Somebody else reviews it."))
            return redirect(link)
    return render(request, "cases/links/new.html", _form(form, rows, individual))


@mandated(Action.CHANGE, Category.GROUP_LINK)
def change(request: Request, pk: UUID) -> HttpResponse:
    link = own_or_404(_found(pk), request)
    if link.state != State.DRAFT or link.registered_by_id != request.user.pk:
        raise Http404
    form = LinkForm(posted(request), instance=link)
    del form.fields["group"], form.fields["new_basis"]
    rows = criteria_of(posted(request), list(link.criteria.all()))
    if _is_sent(form, rows):
        with told_by(form):
            links.change(link, criteria=rows.told, by=request.user, **form.cleaned_data)
            messages.success(request, _("Saved as a draft. Somebody else reviews it."))
            return redirect(link)
    context = _form(form, rows, link.individual) | {"link": link}
    return render(request, "cases/links/new.html", context)


@mandated(Action.DECIDE, Category.GROUP_LINK)
def review(request: Request, pk: UUID) -> HttpResponse:
    """What a second person has to judge; nobody reviews what they wrote themselves."""
    link = own_or_404(_found(pk), request)
    if not link_reviews.may_review(link, by=request.user):
        raise Http404
    is_renewal = link.state == State.VALID
    form = ReviewForm(posted(request), is_renewal=is_renewal, initial={"months": link.months})
    if form.is_valid():
        with told_by(form):
            link_reviews.answer(link, by=request.user, **form.cleaned_data)
            messages.success(request, ANSWERED[form.cleaned_data["answer"]])
            return redirect(link.individual)
    context = _record(request, link) | {"form": form, "is_renewal": is_renewal}
    context["age"] = minors.age_of(link.individual.of_age_on, day=timezone.localdate())
    return render(request, "cases/links/review.html", context)


@mandated(Action.DECIDE, Category.GROUP_LINK)
@require_POST
def effect(request: Request, pk: UUID) -> HttpResponse:
    link = own_or_404(_found(pk), request)
    if link.state != State.REVIEWED or link_reviews.obstacle(link):
        raise Http404
    link_reviews.take_effect(link, by=request.user)
    messages.success(request, _("The link is valid."))
    return redirect(link.individual)


@mandated(Action.CREATE, Category.GROUP_LINK)
def renew(request: Request, pk: UUID) -> HttpResponse:
    link = own_or_404(_found(pk), request)
    if link.state != State.VALID or link.criteria.pending().exists():
        raise Http404
    rows, form = criteria_of(posted(request)), LinkForm(instance=link)
    if request.method == "POST" and not rows.is_asking_for_more and rows.is_valid():
        form = LinkForm({"months": link.months}, instance=link)
        del form.fields["group"], form.fields["need"], form.fields["new_basis"]
        with told_by(form):
            links.bring_news(link, criteria=rows.told, by=request.user)
            messages.success(request, _("Saved. Somebody else reviews what is new."))
            return redirect(link)
    elif rows.is_asking_for_more:
        rows.spare()
    return render(request, "cases/links/renew.html", _form(form, rows, link.individual, link))


@mandated(Action.CHANGE, Category.GROUP_LINK)
def end(request: Request, pk: UUID) -> HttpResponse:
    link = own_or_404(_found(pk), request)
    form = EndingForm(posted(request), link=link)
    if form.is_valid():
        links.end(link, by=request.user, **form.cleaned_data)
        messages.success(request, _("The link has ended."))
        return redirect(link.individual)
    context = {"form": form, "link": link, "individual": link.individual}
    return render(request, "cases/links/end.html", context)


@mandated(Action.ERASE, Category.GROUP_LINK)
def remove(request: Request, pk: UUID) -> HttpResponse:
    link = own_or_404(_found(pk), request)
    if link.is_draft:
        raise Http404
    individual, form = link.individual, RemovalForm(posted(request))
    if form.is_valid():
        links.remove(link, by=request.user, **form.cleaned_data)
        messages.success(request, _("The link is removed."))
        return redirect(individual)
    context = {"form": form, "link": link, "individual": individual}
    return render(request, "cases/links/remove.html", context)


def _found(pk: UUID) -> GroupLink:
    """One whose person and group may be read as well: a link to nothing says nothing."""
    people = ("owner", "individual", "group", "registered_by", "reviewed_by")
    return get_object_or_404(
        GroupLink.objects.select_related(*people).prefetch_related("criteria__owner"), pk=pk
    )


def _is_sent(form: Any, rows: Any) -> bool:
    """Everything is filled in; or more rows are asked for, and nothing is told to be wrong."""
    if rows.is_asking_for_more:
        spare(form)
        rows.spare()
        return False
    # Both are asked, so that all that is wrong is told at once.
    return all([form.is_valid(), rows.is_valid()])


def _form(
    form: Any, rows: Any, individual: Individual, link: GroupLink | None = None
) -> dict[str, Any]:
    return {
        "form": form,
        "rows": rows,
        "individual": individual,
        "link": link,
        "readers": explain.readers(Category.GROUP_LINK, about=individual),
    }


def _record(request: Request, link: GroupLink) -> dict[str, Any]:
    criteria = list(link.criteria.all())
    may = can(Action.CHANGE, Category.GROUP_LINK, on=link)
    is_valid = link.state == State.VALID
    pending = [one for one in criteria if one.is_draft]
    return {
        "link": link,
        "individual": link.individual,
        "criteria": criteria,
        "pending": pending if is_valid else [],
        "why": explain.why(link, *criteria),
        "obstacle": link_reviews.obstacle(link) if link.state == State.REVIEWED else "",
        "may": {
            "change": may and link.state == State.DRAFT and link.registered_by == request.user,
            "review": can(Action.DECIDE, Category.GROUP_LINK, on=link)
            and link_reviews.may_review(link, by=request.user),
            "renew": may and is_valid and not pending,
            "end": may,
            "remove": is_valid and can(Action.ERASE, Category.GROUP_LINK, on=link),
        },
        "disclosing": disclosing(link.individual, link, *criteria) if is_valid else "",
        "changes": changes.of(link) if is_own(link) else [],
    }
