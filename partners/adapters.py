"""How login behaves here: nobody signs up, an administrator invites."""

from time import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from django.http import HttpRequest

from partners.models import User


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Sign-up is closed to everybody, and an e-mail says only what to do."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever has just written the password, or a code, is not asked for it again."""
        request = context.request
        written = [one["at"] for one in get_authentication_records(request, request.user)]
        is_recent = time() - max(written, default=0) < app_settings.REAUTHENTICATION_TIMEOUT
        return not is_recent and super().is_reauthentication_required(app=app, **kwargs)

    def set_password(self, user: User, password: str) -> None:
        """The web process may write a user's password, and not whose agency the user is of."""
        user.set_password(password)
        user.save(update_fields=["password"])

    def format_email_subject(self, subject: str) -> str:
        """No prefix: the sender's address already says who writes."""
        return " ".join(subject.split())
