"""The home page: what waits for me."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render

from interventions.views import Request
from interventions.views.partings import remember
from sluta_skjut.today import Today


@login_required
def today(request: Request) -> HttpResponse:
    today = Today(request.user)
    if today.door is not None and today.door.owner_id != request.user.agency_id:
        remember(request, today.door.pk)
    return render(request, "sluta_skjut/today.html", {"today": today})
