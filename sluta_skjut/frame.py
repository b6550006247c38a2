"""What stands around every page: where one can go, who one is, and in which language."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from partners import audience, mandates
from partners.mandates import Category, Reach, Role
from partners.models import User
from sluta_skjut.addresses import address
from sluta_skjut.search import kinds

ON_PHONE = 4


@dataclass(frozen=True)
class Place:
    """A place in the navigation; for whoever may read rows of its categories, or for everybody."""

    label: Promise
    url_name: str
    icon: str
    categories: frozenset[Category] = frozenset()


@dataclass(frozen=True)
class Link:
    """A place that this person can go to from this page."""

    label: Promise
    url: str
    icon: str = ""
    is_current: bool = False


PLACES = (
    Place(_("Today"), "today", "today"),
    Place(_("Groups"), "cases:groups", "groups", frozenset({Category.GROUP_CODE})),
    Place(_("People"), "cases:individuals", "people", frozenset({Category.IDENTITY})),
    Place(_("Incidents"), "cases:incidents", "incidents", frozenset({Category.INCIDENT_FACTS})),
    Place(
        _("Interventions"), "interventions:callins", "interventions", frozenset({Category.CALL_IN})
    ),
    Place(_("Meetings"), "interventions:meetings", "meetings", frozenset({Category.MEETINGS})),
    Place(_("Insight"), "partners:insight", "insight"),
)
ACCOUNT = (
    (_("Two-step login"), "mfa_index"),
    (_("Where you are logged in"), "usersessions_list"),
    (_("Change password"), "account_change_password"),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """The page has `frame`; what a page does not show is not computed."""
    return {"frame": Frame(request)}


class Frame:
    """The frame around one page of one request."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.is_demo = settings.DEMO

    @property
    def person(self) -> User | None:
        """Whoever is logged in, or nobody."""
        user = getattr(self.request, "user", None)
        return user if user is not None and user.is_authenticated else None

    @cached_property
    def roles(self) -> list[Role]:
        """The roles held right now, as the audience of this request has them."""
        return [role for role in Role if audience.is_set() and role in audience.current().roles]

    @cached_property
    def navigation(self) -> list[Link]:
        """The places this person's roles use, in the order people work."""
        return list(self._links()) if self.person else []

    @property
    def on_phone(self) -> list[Link]:
        return self.navigation[: self._phone_split]

    @property
    def in_sheet(self) -> list[Link]:
        return self.navigation[self._phone_split :]

    @cached_property
    def account(self) -> list[Link]:
        found = ((label, address(name)) for label, name in ACCOUNT)
        return [Link(label, url) for label, url in found if url]

    @cached_property
    def home(self) -> str:
        return address("today") or "/"

    @cached_property
    def search(self) -> str | None:
        """Where one searches, for whoever may read anything that can be found."""
        return address("search") if self.sought else None

    @cached_property
    def sought(self) -> str:
        """What this person can search for, in words."""
        words = [str(kind.word) for kind in kinds()]
        if len(words) > 1:
            *words, one, other = words
            words.append(_("%(one)s or %(other)s") % {"one": one, "other": other})
        return capfirst(", ".join(words))

    @cached_property
    def set_language(self) -> str | None:
        return address("set_language")

    @property
    def language(self) -> str:
        return get_language() or settings.LANGUAGE_CODE

    @property
    def other_languages(self) -> list[dict[str, str]]:
        """The languages one click away, each under its own name."""
        names = ((code, get_language_info(code)) for code, _name in settings.LANGUAGES)
        return [
            {"code": code, "name": str(info["name_local"]).capitalize()}
            for code, info in names
            if code != self.language
        ]

    @property
    def demo_logins(self) -> QuerySet[User]:
        """Everybody of the fictional town who can log in with one click; elsewhere nobody."""
        if not (self.is_demo and address("demo_login")):
            return User.objects.none()
        return User.objects.filter(is_active=True).order_by("agency", "title", "name")

    @property
    def now(self) -> datetime:
        """When the page was made, for whoever prints it."""
        return timezone.now()

    @property
    def demands_second_factor(self) -> bool:
        return bool(settings.MFA_REQUIRED)

    @property
    def _phone_split(self) -> int:
        """Five fit without a sheet; of more, four stand in the bar."""
        return ON_PHONE if len(self.navigation) > ON_PHONE + 1 else ON_PHONE + 1

    def _links(self) -> Iterator[Link]:
        here = self.request.path
        for place in PLACES:
            url = address(place.url_name)
            if url and self._is_used(place.categories):
                is_current = here == url if url == self.home else here.startswith(url)
                yield Link(place.label, url, f"icons/{place.icon}.svg", is_current)

    def _is_used(self, categories: frozenset[Category]) -> bool:
        """True when some role of the person can reach rows, not only figures, of a category."""
        return not categories or any(
            mandates.reach(audience.current().kind, role, category) - {Reach.AGGREGATE}
            for role in self.roles
            for category in categories
        )
