"""One stage of a call-in: how it stands in one line, what it shows, and its pages."""

from collections.abc import Sequence
from functools import cached_property
from typing import ClassVar

from django.urls import reverse
from django.utils.functional import Promise

from interventions.models import CallIn
from interventions.stages.pages import PAGES
from partners import audience
from partners.explain import Reason
from partners.mandates import Action, Category


class Stage:
    """`is_own` is whether the agency that looks leads the call-in: it alone has buttons."""

    key: ClassVar[str]
    title: ClassVar[Promise]

    def __init__(self, call_in: CallIn, *, is_own: bool) -> None:
        self.call_in = call_in
        self.is_own = is_own

    @property
    def is_there(self) -> bool:
        return self.is_own

    @property
    def line(self) -> str | Promise:
        """How far it has come, in a few words; empty when there is nothing to say."""
        return ""

    @property
    def template(self) -> str:
        return f"interventions/callins/{self.key}.html"

    @property
    def why(self) -> Sequence[Reason]:
        """Why the one who looks may read what is here; empty where that goes without saying."""
        return ()

    def can(self, action: Action, category: Category) -> bool:
        """Is there a button; a closed list has none."""
        return self.is_own and not self.call_in.is_closed and self._may(action, category)

    @property
    def moments(self) -> set[str]:
        """What a page's `when` can be for the page to be there now."""
        return {"", "closed" if self.call_in.is_closed else "open"}

    @cached_property
    def pages(self) -> list[tuple[Promise, str]]:
        """What the page of each part is called, and where it is."""
        if not self.is_own:
            return []
        return [
            (page.label, reverse(page.name, args=[self.call_in.pk]))
            for page in PAGES[self.key]
            if self._may(page.action, page.category) and page.when in self.moments
        ]

    @staticmethod
    def _may(action: Action, category: Category) -> bool:
        return audience.current().may(action, category)
