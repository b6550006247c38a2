"""What waits for a disclosure to be decided goes on when it is, on whichever page that was."""

from typing import Any

from django.dispatch import receiver

from interventions.actions import inquiries, nominations
from partners.actions import disclosures
from partners.models import Disclosure, User


@receiver(disclosures.decided, dispatch_uid="interventions_follow")
def follow(sender: type[Disclosure], disclosure: Disclosure, by: User, **kwargs: Any) -> None:
    inquiries.follow(disclosure, by=by)
    nominations.follow(disclosure, by=by)
