"""The pages of the interventions: open, act, render."""

from django.http import HttpRequest

from partners.models import User


class Request(HttpRequest):
    """A request of somebody who is logged in."""

    user: User
