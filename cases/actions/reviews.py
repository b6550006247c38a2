"""Incidents are reviewed: fast the first time, and again when more is known."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import Incident, IncidentReview
from partners.models import User
from partners.refusals import refusal

DUPLICATE = _("This is a duplicate. Review the incident that is kept.")


@transaction.atomic
def review(
    incident: Incident, *, by: User, at: datetime | None = None, **assessment: Any
) -> IncidentReview:
    """The assessment stands, with who and when; what it was before stands in its history."""
    if incident.is_duplicate:
        raise refusal(None, DUPLICATE, code="duplicate")
    moment = at or timezone.now()
    fields = assessment | {"reviewed_by": by, "reviewed_at": moment}
    review, _is_first = IncidentReview.objects.update_or_create(
        incident=incident,
        defaults=fields,
        create_defaults=fields | {"first_reviewed_at": moment},
    )
    return review
