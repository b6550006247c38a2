"""What a link to a group says no to, in words, and the steps it takes."""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy

from cases import criteria as rule
from cases import minors
from cases.identity_numbers import IdentityNumber, Kind
from cases.models import GroupLink, Identifier, Individual, LinkCriterion
from partners.models import User
from partners.refusals import refusal, refusing

Given = Mapping[str, Any]
LONGEST_FOR_MINOR = 3

VICTIM = gettext_lazy("An injured party has no link to a group. Check the category of the person.")
CHILD = gettext_lazy(
    "Nobody under 15 is linked to a group. Report a concern to social services instead."
)
LINKED = gettext_lazy("The person already has a link or a draft to this group. Use that one.")
SAME_PERSON = gettext_lazy("You wrote this yourself. Somebody else at your agency reviews it.")
ELSEWHERE = gettext_lazy("Somebody else has changed this. Look at it again.")
OLD_NEWS = gettext_lazy(
    "Nothing here is new. Give a hard criterion that is of a later day than the last review, from "
    "a source that the link does not rest on already."
)
MINOR_LONGER = gettext_lazy("The person is under 18. Choose at most 3 months.")
MINOR_UNAPPROVED = gettext_lazy(
    "The person is under 18, and nobody has approved the registration yet. That comes first."
)
AGAIN = gettext_lazy(
    "A link between the two has been removed before. Say what is new since then; somebody else "
    "approves that it is registered again."
)
NOT_AGAIN = gettext_lazy("Somebody else has said no to registering it again. Take the draft back.")
UNANSWERED = gettext_lazy("Somebody else has to approve that the link is registered again.")
LACKS = {
    rule.Lack.NOTHING: gettext_lazy("Give what the link rests on: at least one criterion."),
    rule.Lack.ONLY_SOFT: gettext_lazy(
        "A link cannot rest on soft criteria, however many. Area, clothing, music, family, "
        "friendship, school and social media say nothing of what somebody has done."
    ),
    rule.Lack.ONE_HARD: gettext_lazy("One hard criterion is not enough."),
    rule.Lack.TOO_WEAK: gettext_lazy(
        "What is unreliable, doubtful or cannot be judged does not count, and the rest is not "
        "enough."
    ),
    rule.Lack.DEPENDENT: gettext_lazy("The hard criteria do not stand on their own feet."),
}
WAY_OUT = gettext_lazy(
    "Needed: a judgment, the person's own statement, or two hard criteria of different kinds, "
    "from different sources and different days."
)


def move(link: GroupLink, state: str, **fields: Any) -> None:
    """The step is taken once, also when two people take it at the same time."""
    here = GroupLink.objects.filter(pk=link.pk, state=link.state, reviewed_at=link.reviewed_at)
    if link.state != state and not link.may_become(state):
        raise refusal(None, ELSEWHERE, code="state")
    if not here.update(state=state, **fields):
        raise refusal(None, ELSEWHERE, code="state")
    for name, value in {"state": state, **fields}.items():
        setattr(link, name, value)


def period(months: int) -> dict[str, datetime]:
    """From now through the day before the same day so many months later."""
    now = timezone.localtime()
    year, month = divmod(now.month - 1 + months, 12)
    year, month = now.year + year, month + 1
    day = min(now.day, monthrange(year, month)[1])
    last = date(year, month, day) - timedelta(days=1)
    return {
        "valid_from": now,
        "valid_until": timezone.make_aware(datetime.combine(last, time.max)),
    }


@contextmanager
def founded() -> Iterator[None]:
    """What the database asks, answered in the same words as the form."""
    with ExitStack() as stack:
        told = {
            "link_rests_on_enough": WAY_OUT,
            "link_reviewed_by_another": SAME_PERSON,
            "link_again_is_approved": UNANSWERED,
        }
        for constraint, message in told.items():
            stack.enter_context(refusing(constraint, refusal(None, message, code=constraint)))
        yield


def refuse_whom_no_link_is_for(individual: Individual) -> None:
    if individual.subject_category == Individual.SubjectCategory.VICTIM:
        raise refusal("group", VICTIM, code="victim")
    if standing(individual) is minors.Standing.CHILD:
        raise refusal("group", CHILD, code="child")


def refuse_too_long(individual: Individual, months: int) -> None:
    if standing(individual) is minors.Standing.MINOR and months > LONGEST_FOR_MINOR:
        raise refusal("months", MINOR_LONGER, code="minor")


def refuse_too_little(criteria: Sequence[Given]) -> None:
    if lack := rule.lack(_grounds(criteria)):
        raise refusal(None, f"{LACKS[lack]} {WAY_OUT}", code=lack.value)


def refuse_old_news(link: GroupLink, criteria: Sequence[Given]) -> None:
    assert link.reviewed_at is not None
    since, held = timezone.localdate(link.reviewed_at), list(link.criteria.counted())
    if not any(rule.is_news(ground, held, since=since) for ground in _grounds(criteria)):
        raise refusal(None, OLD_NEWS, code="news")


def refuse_same_person(link: GroupLink, by: User) -> None:
    if by.pk in writers(link):
        raise refusal(None, SAME_PERSON, code="same")


def writers(link: GroupLink) -> set[UUID]:
    """Those who wrote what waits: nobody of them answers for it as well."""
    return {link.registered_by_id} | {one.added_by_id for one in link.criteria.pending()}


def _grounds(criteria: Iterable[Given]) -> list[LinkCriterion]:
    return [LinkCriterion(**given) for given in criteria]


def standing(individual: Individual) -> minors.Standing:
    """By every date of birth we know of, also the one in a number."""
    numbers = Identifier.objects.filter(individual=individual)
    told = [IdentityNumber(Kind(one.kind), one.value, one.issuer).born for one in numbers]
    return minors.standing(individual.born, *told, day=timezone.localdate())
