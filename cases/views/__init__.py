"""Pages about groups and persons: each opens, acts and renders."""

from django.http import HttpRequest

from partners.models import User


class Request(HttpRequest):
    """A request of somebody who is logged in."""

    user: User
