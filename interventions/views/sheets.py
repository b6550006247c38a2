"""The sign-in sheet: printed before the evening, entered after it."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from interventions import door_sheet
from interventions.actions import sheets as actions
from interventions.forms.sheets import SheetForm
from interventions.models import CallIn
from interventions.views import Request
from partners import access_log
from partners.decorators import mandated
from partners.mandates import Action, Category


@mandated(Action.CREATE, Category.ATTENDANCE)
@never_cache
@require_safe
def names(request: Request, pk: UUID) -> HttpResponse:
    return _sheet(request, pk, with_names=True)


@mandated(Action.CREATE, Category.ATTENDANCE)
@never_cache
@require_safe
def initials(request: Request, pk: UUID) -> HttpResponse:
    return _sheet(request, pk, with_names=False)


@mandated(Action.CREATE, Category.ATTENDANCE)
def enter(request: Request, pk: UUID) -> HttpResponse:
    call_in = _led(request, pk)
    form = SheetForm(request.POST or None, call_in=call_in)
    if form.is_valid():
        try:
            number = actions.enter(call_in, lines=form.lines, by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _entered(number))
            return redirect("interventions:callin", pk)
    return render(request, "interventions/doors/enter.html", {"form": form, "call_in": call_in})


def _sheet(request: Request, pk: UUID, *, with_names: bool) -> HttpResponse:
    call_in = _led(request, pk)
    access_log.note(purpose="print", call_in=str(pk), with_names=with_names)
    content = door_sheet.pdf(call_in, with_names=with_names, by=request.user)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{_("sign-in-sheet")}.pdf"'
    return answer


def _led(request: Request, pk: UUID) -> CallIn:
    return get_object_or_404(CallIn.objects.open_and_led_by(request.user.agency_id), pk=pk)


def _entered(number: int) -> str:
    return ngettext("%(number)s event is entered.", "%(number)s events are entered.", number) % {
        "number": number
    }
