"""Groups: the list, the record, and what its owner does with it."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from cases.forms.groups import CodeForm, NewGroupForm, StatusForm
from cases.models import CriminalGroup, GroupProfile
from cases.views import group_page
from partners import audience, explain
from partners.decorators import mandated
from partners.mandates import Action, Category
from partners.views import Request, own_or_404, posted

PER_PAGE = 50


@mandated(Action.READ, Category.GROUP_CODE)
def index(request: Request) -> HttpResponse:
    found = CriminalGroup.objects.prefetch_related("profile")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "has_alias": any(hasattr(group, "profile") for group in page),
        "owns_profile": audience.current().owns(Category.GROUP_PROFILE),
        "owns_reviews": audience.current().owns(Category.INCIDENT_REVIEW),
        "may_create": audience.current().may(Action.CREATE, Category.GROUP_CODE),
    }
    return render(request, "cases/groups/index.html", context)


@mandated(Action.READ, Category.GROUP_CODE)
def record(request: Request, pk: UUID) -> HttpResponse:
    group = get_object_or_404(CriminalGroup.objects.select_related("owner"), pk=pk)
    return render(request, "cases/groups/record.html", group_page.of(group))


@mandated(Action.CREATE, Category.GROUP_CODE)
def new(request: Request) -> HttpResponse:
    form = NewGroupForm(posted(request))
    if form.is_valid() and (group := form.register(by=request.user)):
        return redirect(group)
    return render(request, "cases/groups/new.html", {"form": form, **_readers()})


@mandated(Action.CHANGE, Category.GROUP_CODE)
def change(request: Request, pk: UUID) -> HttpResponse:
    group = own_or_404(get_object_or_404(CriminalGroup, pk=pk), request)
    profile = GroupProfile.objects.filter(group=group).first()
    form = CodeForm.of(group, profile, posted(request))
    if form.is_valid() and form.change(group, by=request.user):
        return redirect(group)
    context = {"form": form, "group": group, **_readers(group, profile)}
    return render(request, "cases/groups/change.html", context)


@mandated(Action.CHANGE, Category.GROUP_CODE)
def status(request: Request, pk: UUID) -> HttpResponse:
    group = own_or_404(get_object_or_404(CriminalGroup, pk=pk), request)
    form = StatusForm.of(group, posted(request))
    if form.is_valid() and form.change(group, by=request.user):
        return redirect(group)
    readers = explain.readers(Category.GROUP_CODE, row=group)
    context = {"form": form, "group": group, "readers": readers}
    return render(request, "cases/groups/status.html", context)


def _readers(
    group: CriminalGroup | None = None, profile: GroupProfile | None = None
) -> dict[str, Any]:
    """Who will see the code, and in a sentence who will see the profile."""
    code = explain.readers(Category.GROUP_CODE, row=group)
    found = explain.readers(Category.GROUP_PROFILE, row=profile)
    names = ", ".join(reader.short_name for reader in found)
    sentences = [
        _("The profile is seen by: %(agencies)s.") % {"agencies": names},
        explain.what_a_change_ends(code + found),
    ]
    return {"readers": code, "note": " ".join(filter(None, sentences))}
