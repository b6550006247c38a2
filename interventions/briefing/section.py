"""A section of the paper: its rows are whatever the audience that is looking may read."""

from datetime import datetime
from functools import cached_property
from typing import ClassVar

from django.db.models import QuerySet
from django.utils.functional import Promise

from partners.models import Agency, Protected


class Section[Row: Protected]:
    """Absent when it has no row: hidden and empty look the same, and neither is printed as 0.

    `secrecy` names the provisions under which its rows may be secret (OSL 5:5).
    """

    key: ClassVar[str]
    title: ClassVar[Promise]
    template: ClassVar[str]
    secrecy: ClassVar[tuple[str, ...]] = ()
    names_persons: ClassVar[bool] = False

    def __init__(self, meets_at: datetime) -> None:
        self.meets_at = meets_at

    def query(self) -> QuerySet[Row]:
        """The rows; a line that needs two rows asks for both."""
        raise NotImplementedError

    @cached_property
    def rows(self) -> list[Row]:
        return list(self.query())

    @cached_property
    def owner(self) -> Agency | None:
        """The one agency that owns all the rows, or None when there are several."""
        owners = {row.owner for row in self.rows}
        return owners.pop() if len(owners) == 1 else None

    def owned_by(self, agency_id: int) -> int:
        """How many rows on this paper belong to the agency."""
        return sum(row.owner_id == agency_id for row in self.rows)
