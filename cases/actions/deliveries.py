"""The public feed reaches the agency: by hand as a file, or by the clock from its address."""

from django.db import transaction
from django.utils import timezone

from cases import feed
from cases.actions import suggestions
from cases.models import Delivery
from partners.models import User


@transaction.atomic
def take_in(content: bytes, *, by: User | None) -> Delivery:
    """What the feed holds of violence waits here. Raises feed.NotTheFeed for anything else."""
    reading = feed.read(content)
    counts = suggestions.receive(reading.events)
    counts |= {"passed_over": reading.passed_over, "unreadable": reading.unreadable}
    return _note(by, counts)


@transaction.atomic
def fail(failure: str) -> Delivery:
    """A fetch brought nothing, for this reason, and whoever looks is told."""
    return _note(None, {}, failure=Delivery.Failure(failure).value)


def _note(by: User | None, counts: dict[str, int], *, failure: str = "") -> Delivery:
    last = Delivery.objects.filter(by=None).first() if by is None else None
    news = counts.get("added", 0) + counts.get("updated", 0)
    if last is not None and not (news or last.brought_news) and last.failure == failure:
        last.checked_at = timezone.now()
        last.save(update_fields=["checked_at"])
        return last
    return Delivery.objects.create(by=by, failure=failure, **counts)
