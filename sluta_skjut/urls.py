"""Where everything is found; each room keeps its own addresses."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from sluta_skjut.views.health import health
from sluta_skjut.views.today import today

urlpatterns: list[URLPattern | URLResolver] = [
    path("", today, name="today"),
    path("healthz", health, name="health"),
    path("sprak/", set_language, name="set_language"),
    path("", include("interventions.urls")),
    path("", include("cases.urls")),
    path("", include("partners.urls")),
    path("konto/", include("allauth.account.urls")),
    path("konto/tvasteg/", include("allauth.mfa.urls")),
    path("konto/inloggningar/", include("allauth.usersessions.urls")),
]
