from typing import Any

from django.core.management.base import BaseCommand
from django.template.loader import render_to_string
from django.utils.translation import override

from interventions.models import Candidate


class Command(BaseCommand):
    help = "Prints the states of a candidate as docs/candidates.md: picture, table, words."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(page(), ending="")


def page() -> str:
    """The whole table of transitions in words, and as a picture."""
    with override("sv"):
        context = {"states": [_told(state) for state in Candidate.State], "outcomes": _outcomes()}
        return render_to_string("interventions/candidates.md", context).strip() + "\n"


def _told(state: Candidate.State) -> dict[str, Any]:
    """Each state with what it may become, in the order of the table.

    In the picture the outcomes are one box: eighteen states with an arrow each to eight of them
    would hide what they say.
    """
    to = Candidate.TRANSITIONS[state]
    following = [one for one in Candidate.State if one in to]
    return {
        "state": state,
        "to": following,
        "shown": [one for one in following if one not in Candidate.OUTCOMES],
        "is_outcome": state in Candidate.OUTCOMES,
        "is_end": not to,
        "concludes": to >= Candidate.OUTCOMES,
    }


def _outcomes() -> list[Candidate.State]:
    return [state for state in Candidate.State if state in Candidate.OUTCOMES]
