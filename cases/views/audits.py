"""Group audits: the versions of a group, one of them with what differs, and writing one."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases import differences
from cases.actions import audits
from cases.forms.audits import AuditForm
from cases.models import CriminalGroup, GroupAudit
from cases.views.ownership import can, disclosing, is_own
from partners import explain
from partners.decorators import mandated
from partners.mandates import Action, Category
from partners.views import Request, own_or_404, posted

TEXTS = ("organisation", "conflicts", "recent_violence", "assessment")


@dataclass(frozen=True)
class Passage:
    """One text of a version, and how it differs from the version before."""

    name: str
    title: str
    text: str
    parts: list[differences.Part]

    @property
    def basis(self) -> str:
        return "assessment" if self.name == "assessment" else "fact"

    @property
    def is_changed(self) -> bool:
        return any(part.came or part.went for part in self.parts)


@mandated(Action.READ, Category.GROUP_PROFILE)
def index(request: Request, pk: UUID) -> HttpResponse:
    group = get_object_or_404(CriminalGroup.objects.select_related("owner"), pk=pk)
    versions = list(_audits().filter(group=group))
    may_write = can(Action.CREATE, Category.GROUP_PROFILE, on=group)
    if not versions and not may_write and not is_own(group):
        raise Http404
    latest = next((one for one in versions if not one.is_draft), None)
    is_gone = group.status == CriminalGroup.Status.ENDED
    context = {
        "group": group,
        "versions": versions,
        "next_audit": latest.next_by if latest and not is_gone else None,
        "draft": next((one for one in versions if one.is_draft), None),
        "may_write": may_write,
    }
    return render(request, "cases/audits/index.html", context)


@mandated(Action.READ, Category.GROUP_PROFILE)
def record(request: Request, pk: UUID) -> HttpResponse:
    audit = get_object_or_404(_audits(), pk=pk)
    earlier = _audits().finished().filter(group=audit.group_id, number__lt=audit.number)
    former = earlier.first()
    context = {
        "audit": audit,
        "former": former,
        "passages": [_passage(name, audit, former) for name in TEXTS],
        "may_write": audit.is_draft and can(Action.CHANGE, Category.GROUP_PROFILE, on=audit),
        "disclosing": "" if audit.is_draft else disclosing(audit),
        "why": explain.why(audit),
    }
    return render(request, "cases/audits/record.html", context)


@mandated(Action.CREATE, Category.GROUP_PROFILE)
@require_POST
def begin(request: Request, pk: UUID) -> HttpResponse:
    """A draft, the one that is there already or a new one."""
    group = own_or_404(get_object_or_404(CriminalGroup, pk=pk), request)
    draft = GroupAudit.objects.drafts().filter(group=group).first()
    draft = draft or audits.begin(group, by=request.user)
    return redirect("cases:group_audit_write", draft.pk)


@mandated(Action.CHANGE, Category.GROUP_PROFILE)
def write(request: Request, pk: UUID) -> HttpResponse:
    audit = own_or_404(get_object_or_404(_audits().drafts(), pk=pk), request)
    form = AuditForm.of(audit, posted(request))
    if form.is_valid() and form.keep(audit, by=request.user):
        done = _("The version is finished.") if form.is_finishing else _("The draft is saved.")
        messages.success(request, done)
        return redirect("cases:group_audit", audit.pk)
    readers = explain.readers(Category.GROUP_PROFILE, row=audit)
    context = {"form": form, "audit": audit, "readers": readers}
    return render(request, "cases/audits/write.html", context)


def _audits() -> Any:
    return GroupAudit.objects.select_related("group", "owner", "written_by", "finished_by")


def _passage(name: str, audit: GroupAudit, former: GroupAudit | None) -> Passage:
    field: Any = GroupAudit._meta.get_field(name)
    text = getattr(audit, name)
    before = getattr(former, name) if former else text
    title = capfirst(str(field.verbose_name))
    return Passage(name, title, text, differences.between(before, text))
