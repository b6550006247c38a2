"""Pages about groups and persons: open, act, render."""

from django_htmx.middleware import HtmxDetails

from partners.views import Request


class HtmxRequest(Request):
    """A request of somebody who is logged in, which may ask for a part of the page."""

    htmx: HtmxDetails
