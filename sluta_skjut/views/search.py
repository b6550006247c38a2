"""Searching: what is sought is posted, so that it stands in no address, log or history."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_POST

from interventions.views import Request
from partners import access_log
from sluta_skjut.search import ALL_AT_MOST, AT_MOST, FEWEST_LETTERS, SUGGESTED_AT_MOST, Search


@login_required
def search(request: Request) -> HttpResponse:
    """The page to search on, and what was found; the one person of a whole number at once."""
    only = request.POST.get("kind", "")
    found = _of_those_who_may(request, only=only, at_most=ALL_AT_MOST if only else AT_MOST)
    if found.text:
        access_log.note_search(found.text, hits=found.total)
    if person := found.exactly:
        return redirect(person)
    response = render(request, "sluta_skjut/search.html", {"search": found})
    if found.has_number:
        add_never_cache_headers(response)
    return response


@login_required
@require_POST
def suggestions(request: Request) -> HttpResponse:
    """The likeliest while typing; nothing of a number before it is whole."""
    found = _of_those_who_may(request, at_most=SUGGESTED_AT_MOST)
    is_enough = len(found.text) >= FEWEST_LETTERS and not found.has_number
    if is_enough:
        access_log.note_search(found.text, hits=found.total)
    context = {"search": found, "is_enough": is_enough}
    return render(request, "sluta_skjut/search/suggestions.html", context)


def _of_those_who_may(request: Request, *, at_most: int, only: str = "") -> Search:
    found = Search(request.POST.get("q", ""), only=only, at_most=at_most)
    if not found.kinds:
        raise Http404
    return found
