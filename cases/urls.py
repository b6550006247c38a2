"""What is known: groups, persons, supervision, links."""

from django.urls import path

from cases.views import (
    audits,
    groups,
    imports,
    individuals,
    links,
    relations,
    successions,
    supervisions,
)

app_name = "cases"

urlpatterns = [
    path("grupper/", groups.index, name="groups"),
    path("grupper/ny/", groups.new, name="group_new"),
    path("grupper/<uuid:pk>/", groups.record, name="group"),
    path("grupper/<uuid:pk>/andra/", groups.change, name="group_change"),
    path("grupper/<uuid:pk>/status/", groups.status, name="group_status"),
    path("grupper/<uuid:pk>/relation/", relations.new, name="relation_new"),
    path("grupper/relation/<uuid:pk>/avsluta/", relations.end, name="relation_end"),
    path("grupper/konfliktkarta/", relations.conflict_map, name="conflict_map"),
    path("grupper/<uuid:pk>/kartlaggningar/", audits.index, name="group_audits"),
    path("grupper/<uuid:pk>/kartlaggningar/ny/", audits.begin, name="group_audit_new"),
    path("grupper/kartlaggning/<uuid:pk>/", audits.record, name="group_audit"),
    path("grupper/kartlaggning/<uuid:pk>/skriv/", audits.write, name="group_audit_write"),
    path("grupper/<uuid:pk>/efterfoljare/", successions.new, name="succession_new"),
    path("personer/", individuals.index, name="individuals"),
    path("personer/ny/", individuals.new, name="individual_new"),
    path("personer/<uuid:pk>/", individuals.record, name="individual"),
    path("personer/<uuid:pk>/andra/", individuals.change, name="individual_change"),
    path("personer/<uuid:pk>/nummer/", individuals.unmask, name="individual_unmask"),
    path("personer/<uuid:pk>/skydd/", individuals.protection, name="individual_protection"),
    path(
        "personer/<uuid:pk>/skydd/upphor/",
        individuals.lift_protection,
        name="individual_lift_protection",
    ),
    path("personer/<uuid:pk>/overvakning/", supervisions.new, name="supervision_new"),
    path("personer/overvakning/<uuid:pk>/", supervisions.change, name="supervision_change"),
    path("personer/listor/", imports.index, name="imports"),
    path("personer/listor/ny/", imports.new, name="import_new"),
    path("personer/listor/<uuid:pk>/", imports.record, name="import"),
    path("personer/listor/<uuid:pk>/kolumner/", imports.columns, name="import_columns"),
    path("personer/listor/<uuid:pk>/svar/", imports.answers, name="import_answers"),
    path("personer/listor/<uuid:pk>/bekrafta/", imports.confirm, name="import_confirm"),
    path("personer/listor/<uuid:pk>/fortsatt/", imports.resume, name="import_resume"),
    path("personer/listor/<uuid:pk>/kasta/", imports.discard, name="import_discard"),
    path("personer/listor/<uuid:pk>/rapport/", imports.report, name="import_report"),
    path("personer/listor/rad/<uuid:pk>/", imports.row, name="import_row"),
    path("personer/<uuid:pk>/koppling/", links.new, name="link_new"),
    path("personer/kopplingar/", links.index, name="links"),
    path("personer/koppling/<uuid:pk>/", links.record, name="link"),
    path("personer/koppling/<uuid:pk>/andra/", links.change, name="link_change"),
    path("personer/koppling/<uuid:pk>/granska/", links.review, name="link_review"),
    path("personer/koppling/<uuid:pk>/galler/", links.effect, name="link_effect"),
    path("personer/koppling/<uuid:pk>/fornya/", links.renew, name="link_renew"),
    path("personer/koppling/<uuid:pk>/avsluta/", links.end, name="link_end"),
]
