"""The list: who may be called, who is, and what has to be known before the day."""

from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from interventions.actions import candidates
from interventions.models import CallIn, Candidate
from interventions.stages.door import Door
from interventions.stages.stage import Stage
from partners.mandates import Action, Category


class Candidates(Stage):
    """The agency that leads has them all; others the single ones that were disclosed to them."""

    key = "candidates"
    title = _("List")

    def __init__(self, call_in: CallIn, *, is_own: bool, door: Door) -> None:
        super().__init__(call_in, is_own=is_own)
        self._door = door

    @property
    def is_there(self) -> bool:
        return self.is_own or bool(self.rows)

    @property
    def line(self) -> str:
        if not self.rows:
            return ""
        told = ngettext("%(number)d candidate", "%(number)d candidates", len(self.rows))
        return told % {"number": len(self.rows)}

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """Each candidate with what to know before summoning, and how it went at the door."""
        cards = {card.id: card for card in self._door.cards}
        rows = self.call_in.candidates.select_related(
            "individual", "supervision__officer", "summons"
        )
        return [
            {
                "row": row,
                "warning": candidates.warning(row),
                "card": cards.get(row.card_id) if row.card_id else None,
            }
            for row in rows
        ]

    @cached_property
    def losing(self) -> list[Candidate]:
        """Approved or summoned, and no longer bound to come that day: moved, or supervision
        ended."""
        if not self.is_own or self.call_in.is_closed:
            return []
        day = timezone.localdate(self.call_in.starts_at)
        return candidates.without_ground(self.call_in, day=day)

    @property
    def may(self) -> dict[str, bool]:
        """Which buttons each candidate has."""
        return {
            "decide": self.can(Action.DECIDE, Category.CANDIDATES),
            "summon": self.can(Action.CREATE, Category.DOOR_LIST),
            "serve": self.can(Action.CHANGE, Category.CANDIDATES),
        }

    @property
    def to_review(self) -> int:
        """How many are proposed that nobody has been asked to decide about."""
        if not self.can(Action.CREATE, Category.CANDIDATES):
            return 0
        return sum(one["row"].state == Candidate.State.PROPOSED for one in self.rows)
