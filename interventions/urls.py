"""Addresses of the interventions: Swedish paths, English names."""

from django.urls import URLPattern, URLResolver, path

from interventions.views import briefings as briefing_views
from interventions.views import callins as callin_views
from interventions.views import candidates as candidate_views
from interventions.views import doors as door_views
from interventions.views import meetings as meeting_views
from interventions.views import tasks as task_views

app_name = "interventions"

callins: list[URLPattern | URLResolver] = [
    path("call-in/", callin_views.callins, name="callins"),
    path("call-in/ny/", callin_views.prepare, name="callin_new"),
    path("call-in/<uuid:pk>/", callin_views.callin, name="callin"),
    path("call-in/<uuid:pk>/andra/", callin_views.change, name="callin_change"),
    path("call-in/<uuid:pk>/kandidater/", candidate_views.propose, name="candidates_new"),
    path(
        "call-in/<uuid:pk>/kandidater/provning/", candidate_views.review, name="candidates_review"
    ),
    path("call-in/kandidat/<uuid:pk>/beslut/", candidate_views.decide, name="candidate_decide"),
    path("call-in/kandidat/<uuid:pk>/kallelse/", candidate_views.summon, name="candidate_summon"),
    path("call-in/kandidat/<uuid:pk>/delgivning/", candidate_views.serve, name="candidate_serve"),
]

doors: list[URLPattern | URLResolver] = [
    path("call-in/<uuid:pk>/dorren/", door_views.door, name="door"),
    path("call-in/<uuid:pk>/dorren/nytt/", door_views.news, name="door_news"),
    path("call-in/<uuid:pk>/dorren/stang/", door_views.close, name="door_close"),
    path("call-in/<uuid:pk>/dorren/tjanst/", door_views.give_duty, name="duty_new"),
    path("call-in/<uuid:pk>/dorren/tjanst/<uuid:user>/", door_views.end_duty, name="duty_end"),
    path("call-in/<uuid:pk>/dorren/<uuid:card>/", door_views.tap, name="door_tap"),
    path("call-in/<uuid:pk>/dorren/<uuid:card>/<uuid:event>/", door_views.annul, name="door_annul"),
]

meetings: list[URLPattern | URLResolver] = [
    path("moten/", meeting_views.meetings, name="meetings"),
    path("moten/nytt/", meeting_views.call, name="meeting_new"),
    path("moten/<uuid:pk>/", meeting_views.meeting, name="meeting"),
    path("moten/<uuid:pk>/andra/", meeting_views.change, name="meeting_change"),
    path("moten/<uuid:pk>/underlag/", briefing_views.ask, name="briefing_new"),
    path("moten/underlag/<uuid:pk>/", briefing_views.briefing, name="briefing"),
    path("moten/underlag/exemplar/<uuid:pk>/", briefing_views.copy, name="briefing_copy"),
    path("uppgifter/ny/", task_views.new, name="task_new"),
    path("uppgifter/<uuid:pk>/klar/", task_views.complete, name="task_complete"),
]

urlpatterns = [*callins, *doors, *meetings]
