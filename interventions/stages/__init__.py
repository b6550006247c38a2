"""A call-in on one page, in the order people work: plan, list, door, afterwards.

Each stage is a module here and a template of the same name in templates/interventions/callins/.
A part that has a page of its own hangs on its stage by one line in pages.py.
"""

from collections.abc import Iterator
from functools import cached_property

from interventions.models import CallIn
from interventions.stages.afterwards import Afterwards
from interventions.stages.candidates import Candidates
from interventions.stages.door import Door
from interventions.stages.plan import Plan
from interventions.stages.stage import Stage


class Stages:
    """The four of one call-in; going through them gives those that the one who looks has."""

    def __init__(self, call_in: CallIn, *, is_own: bool) -> None:
        self.plan = Plan(call_in, is_own=is_own)
        self.door = Door(call_in, is_own=is_own)
        self.candidates = Candidates(call_in, is_own=is_own, door=self.door)
        self.afterwards = Afterwards(call_in, is_own=is_own)

    @cached_property
    def there(self) -> list[Stage]:
        stages: tuple[Stage, ...] = (self.plan, self.candidates, self.door, self.afterwards)
        return [stage for stage in stages if stage.is_there]

    def __iter__(self) -> Iterator[Stage]:
        return iter(self.there)
