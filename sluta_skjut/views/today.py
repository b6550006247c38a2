"""The home page: what waits for me."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render

from interventions.views import Request
from sluta_skjut.today import Today


@login_required
def today(request: Request) -> HttpResponse:
    return render(request, "sluta_skjut/today.html", {"today": Today(request.user)})
