"""Addresses of the interventions: Swedish paths, English names."""

from django.urls import URLPattern, URLResolver, path

from interventions.views import aftermaths as aftermath_views
from interventions.views import attempts as attempt_views
from interventions.views import batches as batch_views
from interventions.views import briefings as briefing_views
from interventions.views import callins as callin_views
from interventions.views import candidates as candidate_views
from interventions.views import choosing as choosing_views
from interventions.views import content_packs as content_pack_views
from interventions.views import coverage as coverage_views
from interventions.views import devices as device_views
from interventions.views import doors as door_views
from interventions.views import exposures as exposure_views
from interventions.views import help_requests as help_views
from interventions.views import hindrances as hindrance_views
from interventions.views import inquiries as inquiry_views
from interventions.views import letters as letter_views
from interventions.views import meetings as meeting_views
from interventions.views import nominations as nomination_views
from interventions.views import notification_persons as notification_person_views
from interventions.views import notifications as notification_views
from interventions.views import outcomes as outcome_views
from interventions.views import pickups as pickup_views
from interventions.views import plans as plan_views
from interventions.views import rehearsals as rehearsal_views
from interventions.views import reminders as reminder_views
from interventions.views import safety_plans as safety_plan_views
from interventions.views import seats as seat_views
from interventions.views import sheets as sheet_views
from interventions.views import slots as slot_views
from interventions.views import summonses as summons_views
from interventions.views import talk_papers as talk_paper_views
from interventions.views import tasks as task_views
from interventions.views import teams as team_views

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
    path("call-in/<uuid:pk>/urval/", choosing_views.choosing, name="choosing"),
    path("call-in/kandidat/<uuid:pk>/", choosing_views.candidate, name="candidate"),
    path("call-in/kandidat/<uuid:pk>/frihet/", choosing_views.check_custody, name="custody_check"),
    path(
        "call-in/kandidat/<uuid:pk>/undantag/<slug:criterion>/",
        choosing_views.override,
        name="override_new",
    ),
    path("call-in/kandidat/<uuid:pk>/beslut/", candidate_views.decide, name="candidate_decide"),
    path("call-in/kandidat/<uuid:pk>/kallelse/", candidate_views.summon, name="candidate_summon"),
    path("call-in/<uuid:pk>/kallelser/", summons_views.summonses, name="summonses"),
    path("call-in/<uuid:pk>/kallelser/skriv-ut/", batch_views.print_all, name="letters_print"),
]

summonses: list[URLPattern | URLResolver] = [
    path("kallelser/<uuid:pk>/", summons_views.summons, name="summons"),
    path("kallelser/<uuid:pk>/frivillig/", summons_views.make_voluntary, name="summons_voluntary"),
    path("kallelser/<uuid:pk>/sprak/", summons_views.translate, name="summons_translation"),
    path("kallelser/<uuid:pk>/delgivning/", attempt_views.new, name="attempt_new"),
    path("kallelser/<uuid:pk>/forhinder/", hindrance_views.report, name="hindrance_new"),
    path("kallelser/forhinder/<uuid:pk>/", hindrance_views.decide, name="hindrance_decide"),
    path("kallelser/<uuid:pk>/hamtning/", pickup_views.arrange, name="pickup"),
    path("kallelser/<uuid:pk>/hamtning/av/", pickup_views.call_off, name="pickup_call_off"),
    path("kallelser/<uuid:pk>/paminnelse/", reminder_views.plan, name="reminder_new"),
    path("kallelser/paminnelse/<uuid:pk>/av/", reminder_views.cancel, name="reminder_cancel"),
    path("kallelser/<uuid:pk>/skriv-ut/", batch_views.print_one, name="letter_print"),
    path("kallelser/utskrift/<uuid:pk>/", batch_views.batch, name="batch"),
    path("kallelser/utskrift/<uuid:pk>/alla.pdf", batch_views.bound, name="batch_bound"),
    path("kallelser/utskrift/<uuid:pk>/alla.zip", batch_views.packed, name="batch_packed"),
    path("kallelser/brev/<uuid:pk>.pdf", batch_views.letter, name="letter"),
    path("kallelser/texter/", letter_views.texts, name="letter_texts"),
    path("kallelser/texter/ny/", letter_views.write, name="letter_text_new"),
    path("kallelser/texter/<uuid:pk>/", letter_views.text, name="letter_text"),
]

inquiries: list[URLPattern | URLResolver] = [
    path("call-in/fragor/", inquiry_views.inquiries, name="inquiries"),
    path("call-in/<uuid:pk>/fraga/", inquiry_views.ask, name="inquiry_new"),
    path("call-in/fraga/<uuid:pk>/", inquiry_views.inquiry, name="inquiry"),
    path("call-in/<uuid:pk>/nominera/", nomination_views.nominate, name="nomination_new"),
    path("call-in/nominering/<uuid:pk>/", nomination_views.nomination, name="nomination"),
    path(
        "call-in/nominering/<uuid:pk>/mottagen/",
        nomination_views.receive,
        name="nomination_receive",
    ),
]

plans: list[URLPattern | URLResolver] = [
    path("call-in/hallpunkt/<uuid:pk>/", plan_views.milestone, name="milestone"),
    path("call-in/hallpunkt/<uuid:pk>/klar/", plan_views.tick, name="milestone_tick"),
    path("call-in/<uuid:pk>/korschema/", slot_views.run_sheet, name="run_sheet"),
    path("call-in/<uuid:pk>/korschema/vanligt/", slot_views.lay_out, name="run_sheet_usual"),
    path("call-in/<uuid:pk>/korschema/utskrift/", slot_views.paper, name="run_sheet_paper"),
    path("call-in/<uuid:pk>/korschema/nytt/", slot_views.new, name="slot_new"),
    path("call-in/inslag/<uuid:pk>/", slot_views.slot, name="slot"),
    path("call-in/inslag/<uuid:pk>/andra/", slot_views.change, name="slot_change"),
    path("call-in/inslag/<uuid:pk>/plats/", slot_views.shift, name="slot_shift"),
    path("call-in/inslag/<uuid:pk>/nu/", slot_views.now, name="slot_now"),
    path("call-in/inslag/<uuid:pk>/tider/", slot_views.times, name="slot_times"),
    path("call-in/inslag/<uuid:pk>/bort/", slot_views.remove, name="slot_remove"),
]

doors: list[URLPattern | URLResolver] = [
    path("call-in/<uuid:pk>/dorren/", door_views.door, name="door"),
    path("call-in/<uuid:pk>/dorren/nytt/", door_views.news, name="door_news"),
    path("call-in/<uuid:pk>/dorren/stang/", door_views.close, name="door_close"),
    path("call-in/<uuid:pk>/dorren/tjanst/", door_views.give_duty, name="duty_new"),
    path("call-in/<uuid:pk>/dorren/tjanst/<uuid:user>/", door_views.end_duty, name="duty_end"),
    path("call-in/<uuid:pk>/dorren/efterat/", door_views.settle, name="door_settle"),
    path("call-in/<uuid:pk>/platser/", seat_views.arrange, name="seats"),
    path("call-in/<uuid:pk>/narvarolista/", sheet_views.names, name="sheet_names"),
    path("call-in/<uuid:pk>/narvarolista/initialer/", sheet_views.initials, name="sheet_initials"),
    path("call-in/<uuid:pk>/narvarolista/for-in/", sheet_views.enter, name="sheet_enter"),
    path("call-in/<uuid:pk>/dorren/lage/", device_views.start, name="door_mode"),
    path("call-in/<uuid:pk>/dorren/las/", device_views.lock, name="door_lock"),
    path("call-in/<uuid:pk>/dorren/las-upp/", device_views.unlock, name="door_unlock"),
    path("call-in/<uuid:pk>/dorren/lamna/", device_views.leave, name="door_leave"),
    path("call-in/<uuid:pk>/ovning/", rehearsal_views.begin, name="rehearsal_new"),
    path("call-in/<uuid:pk>/ovning/slut/", rehearsal_views.end, name="rehearsal_end"),
    path("call-in/dorrvakt.js", device_views.worker, name="door_worker"),
    path("call-in/utan-nat/", device_views.shell, name="door_shell"),
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

aftermaths: list[URLPattern | URLResolver] = [
    path("call-in/<uuid:pk>/efterat/", aftermath_views.aftermath, name="aftermath"),
    path("call-in/<uuid:pk>/efterat/genomgang/", aftermath_views.debrief, name="debrief"),
    path("call-in/kandidat/<uuid:pk>/utfall/", aftermath_views.settle, name="candidate_settle"),
    path(
        "call-in/kandidat/<uuid:pk>/uteblivande/", aftermath_views.open_absence, name="absence_new"
    ),
    path("uteblivanden/<uuid:pk>/", aftermath_views.absence, name="absence"),
    path("uppfoljningar/<uuid:pk>/", aftermath_views.follow_up, name="follow_up"),
    path("leveranser/<uuid:pk>/", aftermath_views.alternative, name="alternative"),
    path("leveranser/<uuid:pk>/fraga/", aftermath_views.ask, name="alternative_ask"),
    path("hjalp/", help_views.index, name="help_requests"),
    path("hjalp/ny/<uuid:pk>/", help_views.note, name="help_request_new"),
    path("hjalp/<uuid:pk>/", help_views.record, name="help_request"),
    path("hjalp/<uuid:pk>/formedla/", help_views.share, name="help_request_share"),
    path("hjalp/<uuid:pk>/angrat/", help_views.withdraw, name="help_request_withdraw"),
]

coverage: list[URLPattern | URLResolver] = [
    path("tavlan/", coverage_views.board, name="coverage"),
    path("tavlan/papper/", coverage_views.paper, name="coverage_paper"),
]

notifications: list[URLPattern | URLResolver] = [
    path("samtal/", notification_views.notifications, name="notifications"),
    path("samtal/nytt/", notification_views.new, name="notification_new"),
    path("samtal/<uuid:pk>/", notification_views.notification, name="notification"),
    path("samtal/<uuid:pk>/andra/", notification_views.change, name="notification_change"),
    path("samtal/<uuid:pk>/godkann/", notification_views.approve, name="notification_approve"),
    path("samtal/<uuid:pk>/person/", notification_person_views.choose, name="notification_person"),
    path("samtal/<uuid:pk>/lag/", team_views.join, name="team_join"),
    path("samtal/lag/<uuid:pk>/lamna/", team_views.leave, name="team_leave"),
    path("samtal/<uuid:pk>/sakerhet/", safety_plan_views.write, name="safety_plan"),
    path("samtal/<uuid:pk>/rattsligt-lage/", exposure_views.write, name="exposure"),
    path("samtal/rattsligt-lage/<uuid:pk>/", exposure_views.check, name="exposure_check"),
    path("samtal/<uuid:pk>/innehall/", content_pack_views.put, name="content_pack"),
    path("samtal/<uuid:pk>/underlag/", talk_paper_views.pack, name="notification_pack"),
    path("samtal/<uuid:pk>/brev/", talk_paper_views.letter, name="notification_letter"),
    path("samtal/<uuid:pk>/utfall/", outcome_views.record, name="outcome_new"),
    path("samtal/utfall/<uuid:pk>/", outcome_views.outcome, name="outcome"),
    path("samtal/utfall/<uuid:pk>/granska/", outcome_views.review, name="outcome_review"),
    path("samtal/<uuid:pk>/stang/", outcome_views.close, name="notification_close"),
]

urlpatterns = [
    *aftermaths, *coverage, *callins, *inquiries, *plans, *doors, *meetings, *notifications,
    *summonses,
]  # fmt: skip
