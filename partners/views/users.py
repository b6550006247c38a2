"""Users of the own agency, for its administrator: admitting, roles, closing. No case is shown."""

from uuid import UUID

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from partners.actions import users as actions
from partners.decorators import administered
from partners.forms.users import AdmitForm, RoleForm
from partners.mandates import Role
from partners.models import RoleAssignment, User
from partners.refusals import told_by
from partners.views import Request, posted


@administered
def index(request: Request) -> HttpResponse:
    users = User.objects.filter(agency=request.user.agency_id).order_by("-is_active", "name")
    held = RoleAssignment.objects.current(timezone.now())
    users = users.prefetch_related(Prefetch("role_assignments", held, to_attr="held"))
    return render(request, "partners/users/list.html", {"users": users})


@administered
def record(request: Request, pk: UUID) -> HttpResponse:
    user = _found(request, pk)
    return _record(request, user, RoleForm(user=user))


@administered
def admit(request: Request) -> HttpResponse:
    form = AdmitForm(posted(request))
    if form.is_valid():
        with told_by(form):
            user = actions.admit(by=request.user, **form.cleaned_data)
            _invite(request, user)
            return redirect("partners:user", user.pk)
    return render(request, "partners/users/form.html", {"form": form})


@require_POST
@administered
def give_role(request: Request, pk: UUID) -> HttpResponse:
    user = _found(request, pk)
    form = RoleForm(request.POST, user=user)
    if form.is_valid():
        with told_by(form):
            actions.give_role(user, by=request.user, **form.cleaned_data)
            messages.success(request, _("The role is given."))
            return redirect("partners:user", pk)
    return _record(request, user, form)


@require_POST
@administered
def change(request: Request, pk: UUID) -> HttpResponse:
    """Ends a role, closes or opens the account, or helps to log in, by the button pressed."""
    user = _found(request, pk)
    try:
        _change(request, user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("partners:user", pk)


def _change(request: Request, user: User) -> None:
    match request.POST.get("do"), request.POST.get("role", ""):
        case "end role", role if role in Role:
            actions.end_role(user, role=Role(role), by=request.user)
            messages.success(request, _("The role is ended."))
        case "close", _role:
            actions.set_active(user, active=False, by=request.user)
            messages.success(request, _("The account is closed."))
        case "open", _role:
            actions.set_active(user, active=True, by=request.user)
            messages.success(request, _("The account is open."))
        case "invite", _role:
            _invite(request, user)
        case "reset second factor", _role:
            actions.reset_second_factor(user, by=request.user)
            messages.success(request, _("The user sets up a new second factor at the next login."))
        case _:
            raise Http404


def _found(request: Request, pk: UUID) -> User:
    return get_object_or_404(User, pk=pk, agency=request.user.agency_id)


def _invite(request: Request, user: User) -> None:
    names = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    path = reverse("account_reset_password_from_key", kwargs=names)
    actions.invite(user, link=request.build_absolute_uri(path))
    messages.success(request, _("An invitation is sent to %(email)s.") % {"email": user.email})


def _record(request: Request, user: User, form: RoleForm) -> HttpResponse:
    now = timezone.now()
    assignments = user.role_assignments.select_related("assigned_by").order_by("-valid_until")
    context = {
        "who": user,
        "held": assignments.current(now),
        "earlier": assignments.filter(valid_until__lte=now),
        "form": form,
        "is_me": user.pk == request.user.pk,
    }
    return render(request, "partners/users/record.html", context)
