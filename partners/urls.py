"""Addresses of the partners: who may, who looked, what is shared. Swedish paths, English names."""

from django.urls import URLPattern, URLResolver, include, path

from partners.views import access_log as log_views
from partners.views import approvals as approval_views
from partners.views import consents as consent_views
from partners.views import disclosures as disclosure_views
from partners.views import insight as insight_views
from partners.views import standing_decisions as decision_views
from partners.views import users as user_views

app_name = "partners"

disclosures: list[URLPattern | URLResolver] = [
    path("utlamnanden/", disclosure_views.index, name="disclosures"),
    path("utlamnanden/begaran/", disclosure_views.ask, name="disclosure_request"),
    path("utlamnanden/<uuid:pk>/", disclosure_views.record, name="disclosure"),
    path("utlamnanden/<uuid:pk>/begaran/", disclosure_views.ask, name="disclosure_again"),
    path("utlamnanden/<uuid:pk>/beslut/", disclosure_views.decide, name="disclosure_decide"),
    path("utlamnanden/<uuid:pk>/slut/", disclosure_views.withdraw, name="disclosure_withdraw"),
]

decisions: list[URLPattern | URLResolver] = [
    path("staende-beslut/", decision_views.index, name="standing_decisions"),
    path("staende-beslut/nytt/", decision_views.decide, name="standing_decision_new"),
    path("staende-beslut/<uuid:pk>/", decision_views.record, name="standing_decision"),
    path("staende-beslut/<uuid:pk>/slut/", decision_views.end, name="standing_decision_end"),
    path("samtycken/", consent_views.index, name="consents"),
    path("samtycken/nytt/", consent_views.write, name="consent_new"),
    path("samtycken/<uuid:pk>/", consent_views.record, name="consent"),
    path("samtycken/dela/", consent_views.share, name="consent_share"),
    path("samtycken/<uuid:pk>/sluta-dela/", consent_views.stop, name="consent_stop"),
    path("samtycken/<uuid:pk>/slut/", consent_views.withdraw, name="consent_withdraw"),
    path("godkannanden/", approval_views.index, name="approvals"),
    path("godkannanden/<uuid:pk>/", approval_views.answer, name="approval"),
    path("lagstod/", insight_views.legal_bases, name="legal_bases"),
]

oversight: list[URLPattern | URLResolver] = [
    path("logg/", log_views.index, name="access_log"),
    path("logg/<int:pk>/", log_views.entry, name="access_log_entry"),
    path("anvandare/", user_views.index, name="users"),
    path("anvandare/ny/", user_views.admit, name="user_new"),
    path("anvandare/<uuid:pk>/", user_views.record, name="user"),
    path("anvandare/<uuid:pk>/roll/", user_views.give_role, name="user_role"),
    path("anvandare/<uuid:pk>/andra/", user_views.change, name="user_change"),
]

insight: list[URLPattern | URLResolver] = [
    path("", insight_views.insight, name="insight"),
    *disclosures,
    *decisions,
    *oversight,
]

urlpatterns = [path("insyn/", include(insight))]
