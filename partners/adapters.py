"""How login behaves here: nobody signs up, an administrator invites."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from partners.models import User


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Sign-up is closed to everybody, and an e-mail says only what to do."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def set_password(self, user: User, password: str) -> None:
        """The web process may write a user's password, and not whose agency the user is of."""
        user.set_password(password)
        user.save(update_fields=["password"])

    def format_email_subject(self, subject: str) -> str:
        """No prefix: the sender's address already says who writes."""
        return " ".join(subject.split())
