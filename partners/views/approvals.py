"""Approvals: what waits for a second person, and the answer."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from partners import rows
from partners.actions import approvals as actions
from partners.decorators import mandated
from partners.forms.approvals import AnswerForm
from partners.mandates import Action, Category
from partners.models import Approval
from partners.refusals import told_by
from partners.views import Request, posted

ON_A_PAGE = 25


@mandated(Action.READ, Category.APPROVALS)
def index(request: Request) -> HttpResponse:
    approvals = Approval.objects.select_related("asked_by", "answered_by")
    answered = approvals.exclude(answer="").order_by("-answered_at")
    context = {
        "waiting": approvals.filter(answer="").order_by("created_at"),
        "mine": set(Approval.objects.answerable_by(request.user)),
        "page": Paginator(answered, ON_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "partners/approvals/list.html", context)


@mandated(Action.DECIDE, Category.APPROVALS)
def answer(request: Request, pk: UUID) -> HttpResponse:
    waiting = Approval.objects.answerable_by(request.user)
    approval = get_object_or_404(waiting.select_related("asked_by", "owner"), pk=pk)
    form = AnswerForm(posted(request))
    if form.is_valid():
        with told_by(form):
            actions.answer(approval, by=request.user, **form.cleaned_data)
            messages.success(request, _("Answered."))
            return redirect("partners:approvals")
    [subject] = rows.told([rows.Subject.of(approval)])
    context = {"approval": approval, "form": form, "subject": subject}
    return render(request, "partners/approvals/form.html", context)
