"""Asking for a second person's yes, and giving it or not."""

from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.models import Approval, Protected, User
from partners.refusals import refusal, refusing

TWICE = _("You have answered the other half of this. Somebody else answers this one.")


@transaction.atomic
def ask(row: Protected, *, question: str, by: User, together: UUID | None = None) -> Approval:
    """Somebody else of the own agency is asked about the row.

    Approvals asked `together` are answered by different persons.
    """
    return Approval.objects.create(
        owner_id=by.agency_id,
        subject_type=ContentType.objects.get_for_model(type(row)),
        subject_pk=row.pk,
        question=question,
        asked_by=by,
        together=together,
    )


@transaction.atomic
def answer(approval: Approval, *, yes: bool, reason: str, by: User) -> Approval:
    """The answer stands, with a name. Whoever asked does not answer."""
    if approval.asked_by_id == by.pk:
        message = _("You asked this yourself. Somebody else answers.")
        raise refusal(None, message, code="asked by the same")
    with refusing("approval_by_several", refusal(None, TWICE, code="answered by the same")):
        given = Approval.objects.filter(pk=approval.pk, answer="").update(
            answer=Approval.Answer.YES if yes else Approval.Answer.NO,
            reason=reason,
            answered_by=by,
            answered_at=timezone.now(),
        )
    if not given:
        raise refusal(None, _("This has been answered already."), code="answered")
    approval.refresh_from_db()
    return approval
