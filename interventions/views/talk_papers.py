"""The papers of a custom notification, printed by whoever reads it."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from interventions import talk_papers
from interventions.models import ContentPack, Notification
from interventions.views.attachments import attached
from partners import access_log
from partners.decorators import mandated
from partners.mandates import Action, Category
from partners.views import Request


@require_safe
@mandated(Action.READ, Category.NOTIFICATION_PLAN)
def pack(request: Request, pk: UUID) -> HttpResponse:
    notification = _found(pk)
    access_log.note(purpose="print", notification=str(pk))
    content = talk_papers.pack(notification, by=request.user)
    return attached(content, f"samtal-{notification.reference}.pdf")


@require_safe
@mandated(Action.READ, Category.NOTIFICATION_PLAN)
def letter(request: Request, pk: UUID) -> HttpResponse:
    notification = _found(pk)
    access_log.note(purpose="print", notification=str(pk))
    return attached(
        talk_papers.letter(notification, notification.content), f"brev-{notification.reference}.pdf"
    )


def _found(pk: UUID) -> Notification:
    """One whose words may be read; there is nothing to print of another."""
    found = get_object_or_404(Notification.objects.told().select_related("content"), pk=pk)
    if not ContentPack.objects.filter(notification=found).exists():
        raise Http404
    return found
