"""How login behaves here: nobody signs up, an administrator invites."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Sign-up is closed to everybody."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
