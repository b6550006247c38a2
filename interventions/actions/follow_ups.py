"""Follow-ups: the talk was held, and perhaps there is another."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from interventions.actions import aftermaths
from interventions.models import Candidate, FollowUp
from partners.models import User
from partners.refusals import refusal


@transaction.atomic
def complete(follow_up: FollowUp, *, by: User, next_on: date | None = None) -> None:
    """The talk was held, when and by whom; the next one, if any, is due by that day."""
    if next_on is not None and next_on <= timezone.localdate():
        raise refusal("next_on", _("Choose a day after today, or leave it empty."), code="past")
    done = {"done_at": timezone.now(), "done_by": by}
    if not FollowUp.objects.open().filter(pk=follow_up.pk).update(**done):
        raise refusal(None, _("This talk is noted already. Reload the page."), code="done")
    if next_on is not None:
        FollowUp.objects.create(
            individual_id=follow_up.individual_id,
            kind=FollowUp.Kind.LATER,
            officer_id=follow_up.officer_id,
            due_on=next_on,
        )
    if follow_up.candidate_id is not None:
        aftermaths.finish(Candidate.objects.get(pk=follow_up.candidate_id))
