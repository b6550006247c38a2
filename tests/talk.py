"""One custom notification of police, as far as a test needs it: planned, approved, carried out."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from cases.models import CriminalGroup, Individual
from interventions.actions import exposures, notifications, outcomes, safety_plans, teams
from interventions.models import (
    ContentPack,
    LegalExposure,
    Notification,
    NotificationOutcome,
    NotificationPerson,
    SafetyPlan,
    TeamMember,
)
from tests.cast import Cast

RISKS = dict.fromkeys(SafetyPlan.RISKS, "Hemlig risk")


class Talk:
    """Anna plans, Hugo writes the safety plan and is on the team with Cilla, Inga approves."""

    def __init__(self, cast: Cast, **matters: Any) -> None:
        self.cast, self.matters = cast, matters
        with cast.looking("anna"):
            self.group = CriminalGroup.objects.create(
                code_name=f"Hemlig-Rönn-{CriminalGroup.objects.count()}", status_since="2026-01-01"
            )
            self.person = Individual.objects.create(
                name="Hemlig Samtalsson", subject_category="other", purpose="Hemligt"
            )
            self.row = notifications.plan(
                by=cast.anna, person=self.person, **(self.plain() | matters)
            )

    def plain(self) -> dict[str, Any]:
        return {
            "trigger": "not_told",
            "group": self.group,
            "purpose": "Hemligt syfte",
            "planned_at": timezone.now() + timedelta(hours=2),
            "place": "neutral",
            "voluntariness": "free",
            "children_present": "no",
            "phone": "040-12 34 56",
        }

    def staffed(self, *names: str) -> "Talk":
        with self.cast.looking("anna"):
            for name in names or ("hugo", "cilla"):
                user = getattr(self.cast, name)
                teams.join(self.row, user=user, role="leads", by=self.cast.anna)
        return self

    def approved(self) -> "Talk":
        with self.cast.looking("hugo"):
            safety_plans.write(self.row, by=self.cast.hugo, **RISKS)
        with self.cast.looking("inga"):
            self.row = notifications.approve(self.row, by=self.cast.inga)
        return self

    def exposed(self) -> "Talk":
        with self.cast.looking("anna"):
            exposures.write(
                self.row, text="Hemlig risk enligt lag", as_of=timezone.localdate(),
                by=self.cast.anna,
            )  # fmt: skip
        return self

    def carried_out(self, **told: Any) -> NotificationOutcome:
        usual = {
            "outcome": "delivered", "at": timezone.now(), "response": "listened",
            "next_step": "none",
        }  # fmt: skip
        with self.cast.looking("hugo"):
            return outcomes.record(self.row, by=self.cast.hugo, **(usual | told))

    def called_off(self) -> NotificationOutcome:
        return self.carried_out(outcome="aborted", response="")

    def fresh(self) -> Notification:
        return Notification.objects.get(pk=self.row.pk)


def rows(cast: Cast, group: CriminalGroup, person: Individual) -> dict[str, Any]:
    """Of police: one being planned with somebody on the team, and one that was carried out."""
    told = {
        "trigger": "not_told", "group": group, "purpose": "Hemligt syfte", "place": "neutral",
        "planned_at": timezone.now() + timedelta(days=2), "voluntariness": "free",
        "children_present": "no", "phone": "040-12 34 56", "planned_by": cast.anna,
    }  # fmt: skip
    coming = Notification.objects.create(**told)
    NotificationPerson.objects.create(notification=coming, individual=person, name=person.name)
    ContentPack.objects.create(
        notification=coming, version="1", message="Hemligt ord", help_sheet="Hemlig hjälp",
        chosen_by=cast.anna,
    )  # fmt: skip
    member = TeamMember.objects.create(notification=coming, user=cast.hugo, role="leads")
    exposure = LegalExposure.objects.create(
        notification=coming, individual=person, text="Hemligt läge", drafted_by=cast.anna
    )
    done = Notification.objects.create(**told, state="carried_out")
    outcome = NotificationOutcome.objects.create(
        notification=done, individual=person, outcome="refused", at=timezone.now(),
        next_step="none", recorded_by=cast.anna,
    )  # fmt: skip
    return {
        "talk": coming, "member": member, "exposure": exposure, "talk_done": done,
        "outcome": outcome,
    }  # fmt: skip
