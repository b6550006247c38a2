"""Where everything is found; each room keeps its own addresses."""

from django.urls import URLPattern, URLResolver, include, path

from sluta_skjut.views.health import health
from sluta_skjut.views.search import search, suggestions
from sluta_skjut.views.today import today

urlpatterns: list[URLPattern | URLResolver] = [
    path("", today, name="today"),
    path("sok/", search, name="search"),
    path("sok/forslag/", suggestions, name="search_suggestions"),
    path("healthz", health, name="health"),
    path("", include("interventions.urls")),
    path("", include("cases.urls")),
    path("", include("partners.urls")),
    path("konto/", include("partners.account_urls")),
]
