"""Admitting users, giving and ending roles, closing and opening accounts.

Done by database functions that ask for an administrator of the user's own agency: the web process
itself may write neither users nor roles. No case content comes with it.
"""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.mail import send_mail
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from partners import access_log
from partners.actions.standing_decisions import check_time
from partners.mandates import Role
from partners.models import User
from partners.models.standing_decisions import LONGEST
from partners.refusals import refusal, refusing

# What an administrator can give; no person is a system job.
ROLES = tuple(role for role in Role if role != Role.SYSTEM)


@transaction.atomic
def admit(
    *,
    email: str,
    name: str,
    title: str,
    service_code: str,
    roles: Iterable[Role],
    reason: str,
    until: datetime,
    by: User,
) -> User:
    """A user of the administrator's agency, with these roles and without a password yet."""
    with _unique("email"), _unique("service_code"):
        [pk] = _call("partners_admit", email, name, title, service_code)
    access_log.note(purpose="permission change", admitted=str(pk))
    user = User.objects.get(pk=pk)
    for role in roles:
        give_role(user, role=role, reason=reason, until=until, by=by)
    return user


def invite(user: User, *, link: str) -> None:
    """A letter with a link to choose a password by; it names nobody and no agency."""
    with override(user.language):
        subject = gettext("You are invited to Sluta skjut")
        body = render_to_string("partners/users/invitation.txt", {"link": link})
    transaction.on_commit(lambda: send_mail(subject, body, None, [user.email]), robust=True)


@transaction.atomic
def give_role(user: User, *, role: Role, reason: str, until: datetime, by: User) -> None:
    """The user holds the role until then. Nobody gives a role to oneself."""
    if user.pk == by.pk:
        message = _("You cannot give yourself a role. Ask another administrator.")
        raise refusal(None, message, code="oneself")
    if role in user.roles():
        message = _("The user already has this role. To give it again, end it first.")
        raise refusal("role", message, code="held")
    check_time(until, longest=LONGEST)
    _call("partners_assign_role", user.pk, Role(role).value, reason, until)
    access_log.note(purpose="permission change", user=str(user.pk), given=role)


@transaction.atomic
def end_role(user: User, *, role: Role, by: User) -> None:
    """The user holds the role no longer."""
    _call("partners_end_role", user.pk, role)
    access_log.note(purpose="permission change", user=str(user.pk), ended=role)


@transaction.atomic
def set_active(user: User, *, active: bool, by: User) -> None:
    """An account that is closed is out at the next click; opened, it has the roles it had."""
    if user.pk == by.pk:
        message = _("You cannot close your own account. Ask another administrator.")
        raise refusal(None, message, code="oneself")
    _call("partners_set_active", user.pk, active)
    access_log.note(purpose="permission change", user=str(user.pk), active=active)


@transaction.atomic
def reset_second_factor(user: User, *, by: User) -> None:
    """For a lost phone: the user sets up a new second factor at the next login."""
    if user.agency_id != by.agency_id or Role.ADMINISTRATOR not in by.roles():
        message = _("Only an administrator of the user's own agency can do this.")
        raise refusal(None, message, code="not administrator")
    Authenticator.objects.filter(user=user).delete()
    for session in UserSession.objects.filter(user=user):
        session.end()
    access_log.note(purpose="permission change", user=str(user.pk), second_factor="reset")


def _call(function: str, *values: Any) -> tuple[Any, ...]:
    """The database does it, or refuses: it knows who is looking, and in which role."""
    with connection.cursor() as cursor:
        cursor.callproc(function, values)
        found: tuple[Any, ...] = cursor.fetchone()
    return found


def _unique(field: str) -> AbstractContextManager[None]:
    messages = {
        "email": _("There is a user with this address already. Write another."),
        "service_code": _("The code is taken. Write another."),
    }
    error = refusal(field, messages[field], code="taken")
    return refusing(f"partners_user_{field}_key", error)
