"""Planning custom notifications: planned, about whom, changed, and approved by a second person."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.actions.approvals import refuse_draft
from cases.models import Individual
from interventions.actions import content_packs, team_duties
from interventions.models import Notification, NotificationPerson, SafetyPlan
from interventions.models.safety_plans import KEPT_FOR
from partners import audience
from partners.mandates import Action, Category, Reach, mandate_for
from partners.models import Agency, User
from partners.refusals import refusal

State = Notification.State

ELSEWHERE = _("Somebody else has changed this. Look at it again.")
TOO_LATE = _("This notification is over. It is kept as it was.")
NO_ENTRY = _(
    "Social services enter nobody's home without consent (JO 1188-2020). Get the person's consent"
    " beforehand, choose another place, or take social services off the team."
)
UNANNOUNCED = _("Consent given beforehand means that the visit is announced. Say so above.")
NO_INCIDENT = _("Choose the incident that it comes after, or another reason.")
OWN_PLAN = _("You have written part of this plan yourself. Somebody else approves it.")
NOBODY = _("Say whom it is for first: a person, or a group.")
NO_TEAM = _("Nobody is on the team. Add those who carry it out first.")
UNSAFE = _("There is no safety plan. Write it first.")
MERGED = _("The record is merged with another of the same person. Choose that one instead.")
ANOTHER = _(
    "Legal exposure is written about the person chosen before. Call this off and plan anew."
)


@transaction.atomic
def plan(*, by: User, person: Individual | None = None, **matters: Any) -> Notification:
    """The notification exists, belongs to the agency that leads it, and waits to be approved."""
    notification = Notification(owner_id=by.agency_id, planned_by=by, **matters)
    check(notification)
    notification.save()
    content_packs.begin(notification, by=by)
    if person is not None:
        name(notification, individual=person, by=by)
    return notification


@transaction.atomic
def change(notification: Notification, *, by: User, **matters: Any) -> Notification:
    """The plan is another one; what was approved before is approved again."""
    held = take(notification)
    is_moved = "planned_at" in matters and matters["planned_at"] != held.planned_at
    for field, value in matters.items():
        setattr(held, field, value)
    check(held)
    held.save(update_fields=list(matters))
    if is_moved:
        SafetyPlan.objects.filter(notification=held).update(kept_until=held.planned_at + KEPT_FOR)
        team_duties.renew(held, until=held.planned_at + team_duties.LONGEST, by=by)
    return held


@transaction.atomic
def name(notification: Notification, *, individual: Individual, by: User) -> NotificationPerson:
    """The team knows by name whom the talk is with."""
    refuse_draft(individual)
    if individual.same_as_id is not None:
        raise refusal("individual", MERGED, code="merged")
    held = take(notification)
    before = held.whom
    if before is not None and before.individual_id != individual.pk and hasattr(held, "exposure"):
        raise refusal("individual", ANOTHER, code="exposed")
    person, _is_new = NotificationPerson.objects.update_or_create(
        notification=held,
        owner_id=by.agency_id,
        defaults={"individual": individual, "name": individual.name},
    )
    return person


def missing(notification: Notification) -> list[ValidationError]:
    """What has to be there before a second person can be asked, in the order people work."""
    found = []
    if notification.whom is None and notification.group_id is None:
        found.append(refusal(None, NOBODY, code="nobody"))
    if not notification.team.standing().exists():
        found.append(refusal(None, NO_TEAM, code="no team"))
    if not SafetyPlan.objects.filter(notification=notification).exists():
        found.append(refusal(None, UNSAFE, code="unsafe"))
    return found


@transaction.atomic
def approve(notification: Notification, *, by: User) -> Notification:
    """A second person has read plan and safety plan and says that it can be carried out."""
    refuse_unless_second(Category.NOTIFICATION_PLAN)
    held = Notification.objects.select_for_update().get(pk=notification.pk)
    for lack in missing(held):
        raise lack
    plan = SafetyPlan.objects.get(notification=held)
    if by.pk in {held.planned_by_id, plan.written_by_id}:
        raise refusal(None, OWN_PLAN, code="same")
    check(held)
    move(held, State.APPROVED)
    plan.approved_by, plan.approved_at = by, timezone.now()
    plan.save(update_fields=["approved_by", "approved_at"])
    return held


@transaction.atomic
def put_words(notification: Notification, *, message: str, help_sheet: str, by: User) -> None:
    """It is said in these words; what was approved before is approved again."""
    content_packs.put(take(notification), message=message, help_sheet=help_sheet, by=by)


def take(notification: Notification) -> Notification:
    """The row alone, to be changed while it is to come; an approval before the change is over."""
    held = Notification.objects.select_for_update().get(pk=notification.pk)
    if not held.is_coming:
        raise refusal(None, TOO_LATE, code="over")
    if held.state == State.APPROVED:
        move(held, State.PLANNED)
    SafetyPlan.objects.filter(notification=held).exclude(approved_by=None).update(
        approved_by=None, approved_at=None
    )
    return held


def move(notification: Notification, state: str, **also: Any) -> None:
    """The one way from state to state."""
    if not notification.may_become(state):
        words = _("It is %(now)s and cannot become %(then)s.") % {
            "now": notification.get_state_display(),
            "then": State(state).label,
        }
        raise refusal(None, words, code="state")
    if not notification.move(state, **also):
        raise refusal(None, ELSEWHERE, code="elsewhere")


def check(notification: Notification) -> None:
    """What no plan may be."""
    if notification.trigger == Notification.Trigger.INCIDENT and notification.incident_id is None:
        raise refusal("incident", NO_INCIDENT, code="no incident")
    if notification.consent_to_enter and not notification.announced:
        raise refusal("announced", UNANNOUNCED, code="unannounced")
    check_entry(notification, team=_agencies(notification), field="consent_to_enter")


def check_entry(notification: Notification, *, team: Iterable[Agency], field: str) -> None:
    """JO 1188-2020; `field` is what whoever is refused was filling in."""
    is_entering = notification.place == Notification.Place.HOME
    if is_entering and not notification.consent_to_enter and any(map(gives_support, team)):
        raise refusal(field, NO_ENTRY, code="no entry")


def gives_support(agency: Agency) -> bool:
    """Whose own work the support is: social services, in the words of the mandates."""
    return Reach.OWN in mandate_for(Category.SUPPORT_CASE).reaches(agency.kind)


def refuse_unless_second(category: Category) -> None:
    if not audience.current().may(Action.DECIDE, category):
        raise refusal(None, _("Your role does not decide on this."), code="role")


def _agencies(notification: Notification) -> list[Agency]:
    if notification._state.adding:
        return []
    team = notification.team.standing().select_related("user__agency")
    return [member.user.agency for member in team]
