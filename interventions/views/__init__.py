"""The pages of the interventions: open, act, render."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from partners.models import User


class Request(HttpRequest):
    """A request of somebody who is logged in."""

    user: User
    htmx: HtmxDetails
