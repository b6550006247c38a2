"""The rule, written a second time in plain Python and as plainly as possible."""

from dataclasses import dataclass, field

from partners import mandates
from partners.mandates import PAPER_ROLE

Line = tuple[str, str, str, str, str]


@dataclass(frozen=True)
class Looker:
    """An audience: agency numbers, and for one person also user and roles."""

    agencies: frozenset[int]
    user: str | None
    roles: frozenset[str]

    @staticmethod
    def paper(agencies: frozenset[int]) -> "Looker":
        return Looker(agencies, None, frozenset({PAPER_ROLE.value}))


@dataclass
class Permit:
    """A grant: on the row `target`, to an agency or only one of its users."""

    target: int
    codename: str
    agency: int
    user: str | None
    reason: str
    is_live: bool


@dataclass
class Paper:
    """A consent as it was signed: between whom, about which record of its owner, of what."""

    owner: int
    recipients: frozenset[int]
    categories: set[str]
    subject: int | None
    is_withdrawn: bool
    is_long_enough: bool


@dataclass
class Decision:
    owner: int
    recipient: int
    category: str
    is_live: bool


@dataclass
class Record:
    """A protected row, in the few properties that matter to who may read it."""

    number: int
    owner: int
    category: str
    codename: str
    subject: int | None = None
    duty_on: int | None = None
    duty_codename: str = ""
    is_withheld: bool = False
    is_over: bool = False
    follows: int | None = None


@dataclass
class World:
    kinds: dict[int, str]
    table: set[Line]
    records: dict[int, Record] = field(default_factory=dict)
    permits: list[Permit] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)

    def sees(self, looker: Looker, record: Record) -> bool:
        if record.follows is not None:
            return self.sees(looker, self.records[record.follows])
        if not looker.agencies or record.is_over:
            return False
        if self._is_kept_from(looker, record):
            return False
        return all(self._may_read(looker, agency, record) for agency in looker.agencies)

    def _may_read(self, looker: Looker, agency: int, record: Record) -> bool:
        if agency == record.owner and self._reaches(looker, agency, record.category, "own"):
            return True
        if self._reaches(looker, agency, record.category, "standing") and any(
            d.is_live
            and (d.owner, d.recipient, d.category) == (record.owner, agency, record.category)
            for d in self.decisions
        ):
            return True
        return any(
            self._opens(permit, record)
            and self._holds(permit, looker, agency)
            and self._reaches(looker, agency, record.category, permit.reason)
            for permit in self.permits
        )

    def _opens(self, permit: Permit, record: Record) -> bool:
        itself = (permit.target, permit.codename) == (record.number, record.codename)
        duty = (permit.target, permit.codename) == (record.duty_on, record.duty_codename)
        return itself or (duty and self.records[permit.target].owner == record.owner)

    def _holds(self, permit: Permit, looker: Looker, agency: int) -> bool:
        return (
            permit.is_live
            and permit.agency == agency
            and (permit.user is None or permit.user == looker.user)
        )

    def _is_kept_from(self, looker: Looker, record: Record) -> bool:
        """Everything about a protected person is for the users assigned to that person."""
        if record.subject is None or not self.records[record.subject].is_withheld:
            return False
        return not any(
            permit.target == record.subject
            and permit.codename == self.records[record.subject].codename
            and permit.is_live
            and permit.user is not None
            and permit.user == looker.user
            and permit.agency in looker.agencies
            for permit in self.permits
        )

    def _reaches(self, looker: Looker, agency: int, category: str, reach: str) -> bool:
        return any(
            (self.kinds[agency], role, category, "read", reach) in self.table
            for role in looker.roles
        )

    def accepts(
        self, permit: Permit, record: Record, categories: set[str], paper: Paper | None = None
    ) -> bool:
        """May such a grant be given at all, by the mandate, and by the consent it leans on?"""
        if paper is not None and not self._opens_by_consent(paper, permit, record):
            return False
        if permit.agency == record.owner:
            return True
        return any(
            (self.kinds[permit.agency], role, category, action, permit.reason) in self.table
            for role in mandates.Role.values
            for category in categories
            for action in mandates.Action.values
        )

    def _opens_by_consent(self, paper: Paper, permit: Permit, record: Record) -> bool:
        parties = {paper.owner} | paper.recipients
        return (
            not paper.is_withdrawn
            and paper.is_long_enough
            and permit.codename == record.codename
            and record.category in paper.categories
            and {record.owner, permit.agency} <= parties
            and record.owner != permit.agency
            and (
                record.owner != paper.owner
                or (record.subject is not None and record.subject == paper.subject)
            )
        )


def standard_table() -> set[Line]:
    return {tuple(str(value) for value in row) for row in mandates.rows()}  # type: ignore[misc]
