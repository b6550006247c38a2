"""Random scenes: some rows, mandates, decisions, grants and changes; drawn, then acted out."""

from dataclasses import dataclass, field

from hypothesis import strategies as st

from partners.mandates import Action, Category, Kind, Reach, Role
from tests.partners.oracle.rule import Line

OWNERS = {
    "individual": (1, 2, 3),
    "group": (1,),
    "link": (1,),
    "supervision": (2,),
    "call_in": (1, 2),
    "card": (1, 2),
    "attendance": (2,),
    "tally": (1, 2, 3, 4, 5),
}
MODELS = tuple(OWNERS)
USED = (
    Category.IDENTITY,
    Category.GROUP_CODE,
    Category.GROUP_LINK,
    Category.SUPERVISION,
    Category.CALL_IN,
    Category.DOOR_LIST,
    Category.ATTENDANCE,
    Category.STATISTICS,
)
REASONS = (Reach.PARTY, Reach.TEAM, Reach.BODY, Reach.DECISION, Reach.CONSENT)
# From, until, in hours from now: under way, run out, not begun.
SPANS = ((-2, 2), (-2, 2), (-2, 2), (-2, -1), (1, 2))


@dataclass(frozen=True)
class DrawnRow:
    model: str
    owner: int
    is_protected: bool
    is_over: bool
    is_stray: bool


@dataclass(frozen=True)
class DrawnConsent:
    """What a consent grant leans on; most of the time on one that is right in every way."""

    owner: int
    recipients: frozenset[int]
    is_covering: bool
    is_about_the_person: bool
    is_long_enough: bool
    withdrawn: str


@dataclass(frozen=True)
class DrawnGrant:
    row: int
    agency: int
    user: int
    is_bound: bool
    reason: str
    is_duty: bool
    span: tuple[int, int]
    consent: DrawnConsent


@dataclass(frozen=True)
class DrawnDecision:
    owner: int
    recipient: int
    category: str
    span: tuple[int, int]


@dataclass(frozen=True)
class Scene:
    rows: list[DrawnRow]
    grants: list[DrawnGrant]
    decisions: list[DrawnDecision]
    changed: frozenset[int]
    fewer: frozenset[Line] = field(default_factory=frozenset)
    more: frozenset[Line] = field(default_factory=frozenset)
    meetings: list[frozenset[int]] = field(default_factory=list)
    watchers: frozenset[int] = frozenset()


agencies = st.integers(1, 7)


@st.composite
def rows(draw: st.DrawFn) -> DrawnRow:
    model = draw(st.sampled_from(MODELS))
    return DrawnRow(
        model=model,
        owner=draw(st.sampled_from(OWNERS[model])),
        is_protected=model == "individual" and draw(st.integers(0, 3)) == 0,
        is_over=model == "link" and draw(st.booleans()),
        is_stray=model == "card" and draw(st.booleans()),
    )


mostly = st.sampled_from([True] * 7 + [False])


@st.composite
def consents(draw: st.DrawFn) -> DrawnConsent:
    owner = draw(st.integers(1, 5))
    others = draw(st.sets(agencies)) | draw(st.sampled_from([{1, 2, 3}, {1, 2, 3}, {4}]))
    return DrawnConsent(
        owner=owner,
        recipients=frozenset(others - {owner}) or frozenset({5}),
        is_covering=draw(mostly),
        is_about_the_person=draw(mostly),
        is_long_enough=draw(mostly),
        withdrawn=draw(st.sampled_from(["never"] * 4 + ["before", "after"])),
    )


grants = st.builds(
    DrawnGrant,
    row=st.integers(0, 30),
    agency=agencies,
    user=st.integers(0, 5),
    is_bound=st.booleans(),
    reason=st.sampled_from([reason.value for reason in REASONS]),
    is_duty=st.booleans(),
    span=st.sampled_from(SPANS),
    consent=consents(),
)
# Those whom the mandates let read by consent; drawn apart, as few others would be accepted.
by_consent = st.builds(
    DrawnGrant,
    row=st.integers(0, 30),
    agency=st.sampled_from([3, 2, 3]),
    user=st.integers(0, 5),
    is_bound=mostly.map(lambda is_likely: not is_likely),
    reason=st.just(Reach.CONSENT.value),
    is_duty=mostly.map(lambda is_likely: not is_likely),
    span=st.sampled_from(SPANS),
    consent=consents(),
)
decisions = st.builds(
    DrawnDecision,
    owner=st.integers(1, 5),
    recipient=agencies,
    category=st.sampled_from([category.value for category in USED]),
    span=st.sampled_from(SPANS),
)
lines = st.tuples(
    st.sampled_from(Kind.values),
    st.sampled_from([Role.COORDINATOR.value, Role.CASEWORKER.value, Role.ADMINISTRATOR.value]),
    st.sampled_from([category.value for category in USED]),
    st.just(Action.READ.value),
    st.sampled_from(Reach.values),
)
scenes = st.builds(
    Scene,
    rows=st.lists(rows(), min_size=2, max_size=8),
    grants=st.lists(grants | by_consent, max_size=14),
    decisions=st.lists(decisions, max_size=6),
    changed=st.frozensets(st.integers(0, 30), max_size=4),
    fewer=st.frozensets(lines, max_size=8),
    more=st.frozensets(lines, max_size=8),
    meetings=st.lists(st.frozensets(agencies, max_size=4), min_size=3, max_size=5),
    watchers=st.frozensets(st.integers(0, 17), min_size=4, max_size=6),
)
