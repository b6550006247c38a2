from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand
from django.template.loader import render_to_string
from django.utils.translation import override

from partners.mandates import PAPER_ROLE, TABLE, Action, Kind, Mandate, Reach, Role

# One word per reach, so that a cell of the matrix stays short; the page explains each.
WORDS = {
    Reach.OWN: "egna",
    Reach.STANDING: "stående",
    Reach.PARTY: "part",
    Reach.TEAM: "namngiven",
    Reach.BODY: "organ",
    Reach.DECISION: "beslut",
    Reach.CONSENT: "samtycke",
    Reach.AGGREGATE: "siffror",
}


class Command(BaseCommand):
    help = "Prints the mandates as docs/mandates.md, in Swedish, for whoever reads law."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(page(), ending="")


def page() -> str:
    """The whole table in words."""
    with override("sv"):
        context = {
            "kinds": list(Kind),
            "words": [(WORDS[reach], reach.label) for reach in Reach],
            "matrix": [_reading(mandate) for mandate in TABLE],
            "rules": [_writing(mandate) for mandate in TABLE],
            "paper_role": PAPER_ROLE.label.lower(),
        }
        return render_to_string("partners/mandates.md", context).strip() + "\n"


def _reading(mandate: Mandate) -> dict[str, Any]:
    cells = (mandate.reaches(kind) for kind in Kind)
    return {"mandate": mandate, "cells": [_listed(WORDS[r] for r in _ordered(c)) for c in cells]}


def _ordered(reaches: Iterable[Reach]) -> list[Reach]:
    return sorted(reaches, key=list(Reach).index)


def _writing(mandate: Mandate) -> dict[str, Any]:
    actions = (Action.CREATE, Action.CHANGE, Action.ERASE, Action.DECIDE)
    roles = [mandate.readers, *(mandate.writers(action) for action in actions)]
    return {
        "mandate": mandate,
        "roles": [_listed(role.label.lower() for role in Role if role in some) for some in roles],
        "lent": bool(mandate.lent),
    }


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words) or "–"
