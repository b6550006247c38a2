"""Writing the safety plan of a custom notification."""

from django.db import transaction

from interventions.actions import notifications
from interventions.models import Notification, SafetyPlan
from interventions.models.safety_plans import KEPT_FOR
from partners.models import User


@transaction.atomic
def write(notification: Notification, *, by: User, **risks: str) -> SafetyPlan:
    """The plan says this about each risk, in the name of its writer; nobody has approved it yet."""
    held = notifications.take(notification)
    plan, _is_new = SafetyPlan.objects.update_or_create(
        notification=held,
        owner_id=by.agency_id,
        defaults={
            **risks,
            "written_by": by,
            "approved_by": None,
            "approved_at": None,
            "kept_until": held.planned_at + KEPT_FOR,
        },
    )
    return plan
