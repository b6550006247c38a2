"""The cast: the people of the fictional town, each found by first name.

cast.bosse               the user
cast.probation           the agency
with cast.looking("bosse"): …
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cached_property

from django.test import Client
from django.utils import timezone

from partners import audience
from partners.mandates import Category
from partners.models import Agency, LegalBasis, StandingDecision, User

AGENCIES = {
    "police": 1,
    "probation": 2,
    "social_services": 3,
    "city_safety": 4,
    "civil_society": 5,
    "mothers": 6,
    "open_door": 7,
}
DECIDERS = {1: "inga", 2: "jonas", 3: "siv"}


class Cast:
    @cached_property
    def _users(self) -> dict[str, User]:
        return {user.email.split("@")[0]: user for user in User.objects.all()}

    @cached_property
    def _agencies(self) -> dict[int, Agency]:
        return {agency.pk: agency for agency in Agency.objects.all()}

    def __getattr__(self, name: str) -> User | Agency:
        if name in AGENCIES:
            return self._agencies[AGENCIES[name]]
        if not name.startswith("_") and name in self._users:
            return self._users[name]
        raise AttributeError(name)

    @property
    def agencies(self) -> list[Agency]:
        return list(self._agencies.values())

    @property
    def users(self) -> list[User]:
        return list(self._users.values())

    @contextmanager
    def looking(self, name: str) -> Iterator[audience.Audience]:
        with audience.of_user(self._users[name], operation="test") as who:
            yield who

    def client(self, name: str) -> Client:
        client = Client()
        client.force_login(
            self._users[name], backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        return client

    def let_read(
        self,
        recipient: Agency,
        category: Category,
        *,
        owner: Agency,
        until: datetime | None = None,
    ) -> StandingDecision:
        """The owner's decision-maker has decided that the recipient reads the category."""
        decider = DECIDERS[owner.pk]
        with self.looking(decider):
            return StandingDecision.objects.create(
                recipient=recipient,
                category=category,
                legal_basis=LegalBasis.objects.get(code="MEN"),
                reason="Behövs för samordningen",
                valid_until=until or timezone.now() + timedelta(days=90),
                decided_by=self._users[decider],
            )
