"""The pages of the partners: open, act, render."""

from django.http import Http404, HttpRequest, QueryDict

from partners.models import Protected, User


class Request(HttpRequest):
    """A request of somebody who is logged in."""

    user: User


def own_or_404[Row: Protected](row: Row, request: Request) -> Row:
    """A row of somebody else has no page to change it on."""
    if row.owner_id != request.user.agency_id:
        raise Http404
    return row


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with; None when it is only being looked at."""
    return request.POST if request.method == "POST" else None
