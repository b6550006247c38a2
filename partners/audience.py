"""The audience: the agencies that will see a result.

A row is visible to an audience if and only if every agency in it may read that row. A person at
a keyboard is an audience of one agency; a printed briefing is an audience of all agencies
invited. The database enforces it (partners/sql/gate.sql); here we only say who is looking.

    with of_user(user, operation="cases:individual"):
        Individual.objects.all()      # what that user may see, and the reading is logged

Outside any audience every protected table is empty.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection, transaction

from partners import access_log
from partners.mandates import PAPER_ROLE, Action, Category, Reach, Role, reach

if TYPE_CHECKING:
    from partners.models import Agency, User


class NoAudience(RuntimeError):
    """Something was done that needs to know who is looking, and nobody is."""


@dataclass(frozen=True)
class Audience:
    """Who is looking: agency numbers, and for a person at a keyboard also user and roles.

    `author_id` is the agency on whose account the reading is logged.
    """

    agencies: frozenset[int]
    kind: str = ""
    user_id: UUID | None = None
    roles: frozenset[str] = frozenset()
    operation: str = ""
    author_id: int | None = None

    @property
    def mask(self) -> int:
        """Bit n-1 is set for agency number n."""
        return sum(1 << (number - 1) for number in self.agencies)

    @property
    def agency_id(self) -> int:
        """The one agency of the audience; an audience of several writes nothing."""
        if len(self.agencies) != 1:
            raise NoAudience("Only an audience of one agency can do this.")
        return next(iter(self.agencies))

    def may(self, action: Action, category: Category) -> bool:
        """True when the mandate lets this audience do it with its own rows, or read any row."""
        reaches = {r for role in self.roles for r in reach(self.kind, role, category, action)}
        return bool(reaches - {Reach.AGGREGATE}) if action == Action.READ else Reach.OWN in reaches

    def owns(self, category: Category) -> bool:
        """True when the agency has rows of its own of the category, and these roles read them.

        A sum or a picture of the whole is for them alone: to others it would be false.
        """
        return any(Reach.OWN in reach(self.kind, role, category) for role in self.roles)


_current: ContextVar[Audience | None] = ContextVar("audience", default=None)


def current() -> Audience:
    """The audience that is looking now; raises NoAudience when there is none."""
    audience = _current.get()
    if audience is None:
        raise NoAudience("Nobody is looking.")
    return audience


def is_set() -> bool:
    return _current.get() is not None


def open_owners(category: Category) -> frozenset[int]:
    """The agencies whose every row of the category those who look may read: without grants, that
    is. Of another's, what is not there says nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT array_positions(partners_needs(%s), 0::bigint)", [category])
        return frozenset(cursor.fetchone()[0] or ())


@contextmanager
def looking(audience: Audience, *, purpose: str = "") -> Iterator[Audience]:
    """Within the block the audience is looking; afterwards whoever looked before is again.

    Everything happens in one transaction. What was read is logged when the block ends, also
    when it ends in an error; then the entry is written in a transaction of its own.
    """
    with _block(lambda: _tell_database(audience), purpose) as entered:
        yield entered


@contextmanager
def of_user(user: "User", *, operation: str, purpose: str = "") -> Iterator[Audience]:
    """A person at a keyboard: one agency, the roles that person holds right now.

    Agency and roles are looked up by the database; an inactive user is an audience of nobody.
    """
    with _block(lambda: _enter(user, operation), purpose) as entered:
        yield entered


@contextmanager
def _block(tell: Callable[[], Audience], purpose: str) -> Iterator[Audience]:
    before, is_inner = _current.get(), connection.in_atomic_block
    token = _current.set(None)
    reading = access_log.Reading(purpose=purpose)
    audience = before or Audience(agencies=frozenset())
    try:
        with transaction.atomic():
            audience = tell()
            _current.set(audience)
            with access_log.collecting(audience, reading):
                yield audience
            if is_inner:
                _tell_database(before)
    except BaseException:
        access_log.write_lost(audience, reading)
        raise
    finally:
        _current.reset(token)


@contextmanager
def of_paper(
    agencies: "Iterable[Agency]", *, author: "Agency", operation: str
) -> Iterator[Audience]:
    """A paper handed to all these agencies, its author's always among them.

    It has no user, so nothing that is bound to one ever reaches paper.
    """
    audience = Audience(
        agencies=frozenset(agency.pk for agency in agencies) | {author.pk},
        roles=frozenset({PAPER_ROLE.value}),
        operation=operation,
        author_id=author.pk,
    )
    with looking(audience):
        yield audience


@contextmanager
def of_system(agency: "Agency", *, actor: str) -> Iterator[Audience]:
    """A named system job of one agency, which reaches only what the mandates give such jobs."""
    audience = Audience(
        agencies=frozenset({agency.pk}),
        kind=agency.kind,
        roles=frozenset({Role.SYSTEM.value}),
        operation=actor,
        author_id=agency.pk,
    )
    with looking(audience):
        yield audience


def _enter(user: "User", operation: str) -> Audience:
    with connection.cursor() as cursor:
        cursor.execute("SELECT agency, roles FROM partners_enter(%s, %s)", [user.pk, operation])
        found = cursor.fetchone()
    if found is None:
        return Audience(agencies=frozenset(), operation=operation)
    agency_id, roles = found
    return Audience(
        agencies=frozenset({agency_id}),
        kind=user.agency.kind,
        user_id=user.pk,
        roles=frozenset(filter(None, roles.split(","))),
        operation=operation,
        author_id=agency_id,
    )


def _tell_database(audience: Audience | None) -> Audience:
    """Set for this transaction only: PostgreSQL forgets it with the commit or the rollback."""
    told = audience or Audience(agencies=frozenset())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT partners_tell(%s, %s, %s, %s)",
            [told.mask, told.user_id, ",".join(sorted(told.roles)), told.operation],
        )
    return told
