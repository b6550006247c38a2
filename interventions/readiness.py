"""How ready a call-in is: a pure function of its plan. Says nothing of candidates."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from interventions.models import Milestone, Slot


@dataclass(frozen=True)
class Missing:
    """One thing without which the call-in is not ready, in words, and the part it belongs to."""

    words: str | Promise
    part: str


@dataclass(frozen=True)
class Readiness:
    """What is there of what has to be, and what is missing in the order of the page."""

    wanted: int
    missing: tuple[Missing, ...]

    def missing_in(self, part: str) -> list[str | Promise]:
        return [one.words for one in self.missing if one.part == part]

    @property
    def to_do(self) -> list[str | Promise]:
        return self.missing_in("checklist")

    @property
    def unspoken(self) -> list[str | Promise]:
        return self.missing_in("run_sheet")

    @property
    def has_no_groups(self) -> bool:
        return bool(self.missing_in("groups"))

    @property
    def per_cent(self) -> int:
        """A hundred only when nothing is missing."""
        return (self.wanted - len(self.missing)) * 100 // self.wanted


def of(
    *,
    done: Collection[str],
    groups: int,
    speaking: Collection[str],
) -> Readiness:
    """`done` are kinds of milestones, `groups` how many to reach, `speaking` the elements that
    have a speaker."""
    missing = [] if groups else [Missing(_("No group to reach is named"), "groups")]
    missing += [Missing(kind.label, "checklist") for kind in Milestone.Kind if kind not in done]
    missing += [Missing(one.label, "run_sheet") for one in Slot.NEEDED if one not in speaking]
    wanted = 1 + len(Milestone.Kind) + len(Slot.NEEDED)
    return Readiness(wanted, tuple(missing))
