"""Which group stands out, and what each number is made of. Only groups are ever counted."""

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from cases import ranking
from cases.forms.ranking import RankingForm
from cases.models import Attribution, CriminalGroup, Incident
from cases.ranking import Count, Held
from cases.violence import Standing, Violence
from partners import explain
from partners.decorators import owning
from partners.mandates import Category
from partners.views import Request, own_or_404

NEEDED = (Category.GROUP_CODE, Category.INCIDENT_FACTS, Category.INCIDENT_REVIEW)


@owning(*NEEDED)
def index(request: Request) -> HttpResponse:
    form = _asked(request)
    violence, window = Violence(form.chosen_day), form.chosen_window
    standings = violence.standings(window)
    context = {
        "form": form,
        "day": violence.day,
        "window": window,
        "windows": ranking.WINDOWS,
        "period": violence.period(window),
        "former": violence.period(window, back=1),
        "rows": _rows(violence, standings, window),
        "most": max((one.count.points for one in standings), default=0),
        **_weights(),
    }
    return render(request, "cases/ranking/index.html", context)


@owning(*NEEDED)
def counted(request: Request, pk: UUID) -> HttpResponse:
    """The incidents behind one number."""
    group = own_or_404(get_object_or_404(CriminalGroup, pk=pk), request)
    form = _asked(request)
    violence, window = Violence(form.chosen_day), form.chosen_window
    count = violence.counts(window).get(group.pk, Count(group.pk))
    rows = [(one, violence.attributions[one]) for one in reversed(count.held)]
    context = {
        "form": form,
        "group": group,
        "day": violence.day,
        "window": window,
        "period": violence.period(window),
        "count": count,
        "rows": [_line(one, row, group) for one, row in rows],
        "why": explain.why(*[row for _held, row in rows]),
    }
    return render(request, "cases/ranking/counted.html", context)


def address(group: CriminalGroup, day: date, window: int) -> str:
    """Where the incidents behind the number stand."""
    query = urlencode({"day": day.isoformat(), "window": window})
    return f"{reverse('cases:group_counted', args=[group.pk])}?{query}"


def _asked(request: Request) -> RankingForm:
    initial = {"day": timezone.localdate(), "window": ranking.DEFAULT_WINDOW}
    return RankingForm(request.GET or None, initial=initial)


def _rows(violence: Violence, standings: list[Standing], window: int) -> list[dict[str, Any]]:
    by_window = {each: violence.counts(each) for each in ranking.WINDOWS}
    return [
        {
            "standing": one,
            "cells": [
                _cell(one.group, by_window[each].get(one.group.pk), violence.day, each)
                for each in ranking.WINDOWS
            ],
            "former": one.former,
        }
        for one in standings
    ]


def _cell(group: CriminalGroup, count: Count | None, day: date, window: int) -> dict[str, Any]:
    return {
        "window": window,
        "count": count or Count(group.pk),
        "url": address(group, day, window),
    }


def _line(one: Held, row: Attribution, group: CriminalGroup) -> dict[str, Any]:
    return {
        "row": row,
        "by_kind": ranking.KINDS[one.kind],
        "by_confidence": ranking.CONFIDENCES[one.confidence],
        "points": one.points,
        "origin": None if row.group_id == group.pk else row.group,
    }


def _weights() -> dict[str, Any]:
    """The weights in words, as the page shows them."""
    return {
        "kinds": [(Incident.Kind(kind).label, weight) for kind, weight in ranking.KINDS.items()],
        "confidences": [
            (Attribution.Confidence(word).label, weight)
            for word, weight in ranking.CONFIDENCES.items()
        ],
    }
