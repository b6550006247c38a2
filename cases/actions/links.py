"""Links between persons and groups: one writes, another reviews, and time ends what is left."""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from cases import criteria as rule
from cases import minors
from cases.identity_numbers import IdentityNumber, Kind
from cases.models import CriminalGroup, GroupLink, Identifier, Individual, LinkCriterion
from cases.models.links import DRAFT
from partners import access_log
from partners.models import Approval, User
from partners.refusals import refusal, refusing

State, Ending = GroupLink.State, GroupLink.Ending
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


@transaction.atomic
def register(
    individual: Individual,
    *,
    group: CriminalGroup,
    need: str,
    months: int,
    criteria: Sequence[Given],
    by: User,
) -> GroupLink:
    """A draft of a link waits for a second person; after thirty days it is gone."""
    _refuse_whom_no_link_is_for(individual)
    _refuse_too_long(individual, months)
    _refuse_too_little(criteria)
    now = timezone.now()
    with refusing("link_one_at_a_time", refusal("group", LINKED, code="linked")):
        link = GroupLink.objects.create(
            individual=individual,
            group=group,
            need=need,
            months=months,
            registered_by=by,
            valid_from=now,
            valid_until=now + DRAFT,
        )
    _add(link, criteria, by=by)
    return link


@transaction.atomic
def change(link: GroupLink, *, need: str, months: int, criteria: Sequence[Given], by: User) -> None:
    """The draft says this instead; what was unchanged of its criteria stands as it was written."""
    if link.state != State.DRAFT or link.registered_by_id != by.pk:
        raise refusal(None, ELSEWHERE, code="state")
    _refuse_too_long(link.individual, months)
    _refuse_too_little(criteria)
    _move(link, State.DRAFT, need=need, months=months, review="")
    held = {_told(criterion): criterion for criterion in link.criteria.all()}
    given = {_told(one): one for one in criteria}
    for key in held.keys() - given.keys():
        held[key].delete()
    _add(link, [given[key] for key in given if key not in held], by=by)


@transaction.atomic
def send_back(link: GroupLink, *, review: str, by: User) -> None:
    """Whoever wrote the draft sees what the second person lacks in it, and may change it."""
    _refuse_same_person(link, by)
    _move(link, State.DRAFT, review=review)


@transaction.atomic
def approve(link: GroupLink, *, review: str, months: int, by: User) -> None:
    """A second person answers for it: valid from now, or when what else is needed is approved."""
    _refuse_same_person(link, by)
    _refuse_too_long(link.individual, months)
    reviewed = {"reviewed_by": by, "reviewed_at": timezone.now(), "review": review}
    with _founded():
        _move(link, State.REVIEWED, months=months, **reviewed)
    if not obstacle(link):
        take_effect(link, by=by)


def may_review(link: GroupLink, *, by: User) -> bool:
    """Something waits for a second person, and this is one."""
    is_waiting = link.state == State.DRAFT or (
        link.state == State.VALID and link.criteria.pending().exists()
    )
    return is_waiting and by.pk not in _writers(link)


def answer(link: GroupLink, *, answer: str, months: int, review: str, by: User) -> None:
    """What the second person has decided, about a draft or about a renewal."""
    if link.state == State.VALID:
        if answer == "yes":
            renew(link, review=review, months=months, by=by)
        else:
            refuse_news(link, by=by)
    elif answer == "yes":
        approve(link, review=review, months=months, by=by)
    elif answer == "back":
        send_back(link, review=review, by=by)
    else:
        _refuse_same_person(link, by)
        end(link, reason=Ending.NOT_APPROVED, by=by)


@transaction.atomic
def take_effect(link: GroupLink, *, by: User) -> None:
    """What has been reviewed and approved is valid from now on, for the months decided."""
    if told := obstacle(link):
        raise refusal(None, told, code="obstacle")
    with _founded():
        _move(link, State.VALID, **_period(link.months))


@transaction.atomic
def bring_news(link: GroupLink, *, criteria: Sequence[Given], by: User) -> None:
    """New information waits for a second person; the link itself stays as it is."""
    _refuse_old_news(link, criteria)
    _add(link, criteria, by=by)


@transaction.atomic
def renew(link: GroupLink, *, review: str, months: int, by: User) -> None:
    """Valid anew from now on, on the strength of the new information."""
    _refuse_same_person(link, by)
    _refuse_too_long(link.individual, months)
    reviewed = {"reviewed_by": by, "reviewed_at": timezone.now(), "review": review}
    with refusing("link_renewed_on_news", refusal(None, OLD_NEWS, code="news")), _founded():
        _move(link, State.VALID, months=months, **reviewed, **_period(months))


@transaction.atomic
def refuse_news(link: GroupLink, *, by: User) -> None:
    """The new information was not enough and is not kept; the link ends on the day it had."""
    _refuse_same_person(link, by)
    link.criteria.pending().delete()


@transaction.atomic
def end(link: GroupLink, *, reason: str, by: User) -> None:
    """The link is gone at once for everybody; the access log keeps who ended it and why."""
    access_log.note(purpose="end_link", link=str(link.pk), reason=Ending(reason).value)
    _move(link, State.ENDED, ended_because=Ending(reason))


def obstacle(link: GroupLink) -> Any:
    """What a reviewed link still waits for, in words; empty when nothing is in the way."""
    asked = approvals(link)
    if link.new_basis and not asked.filter(answer=Approval.Answer.YES).exists():
        return UNANSWERED
    if _standing(link.individual) is minors.Standing.MINOR and not _is_approved(link.individual):
        return MINOR_UNAPPROVED
    return ""


def approvals(link: GroupLink) -> Any:
    kind = ContentType.objects.get_for_model(GroupLink)
    return Approval.objects.filter(subject_type=kind, subject_pk=link.pk)


def _is_approved(individual: Individual) -> bool:
    kind = ContentType.objects.get_for_model(Individual)
    asked = Approval.objects.filter(subject_type=kind, subject_pk=individual.pk)
    return bool(asked.filter(answer=Approval.Answer.YES).exists())


def _add(link: GroupLink, criteria: Iterable[Given], *, by: User) -> None:
    for given in criteria:
        LinkCriterion.objects.create(
            link=link,
            individual_id=link.individual_id,
            added_by=by,
            valid_until=link.valid_until,
            **given,
        )


def _told(criterion: Any) -> tuple[Any, ...]:
    names = (
        "kind", "basis", "source", "source_date", "source_grade", "information_grade", "note",
    )  # fmt: skip
    read = criterion.get if isinstance(criterion, Mapping) else vars(criterion).get
    return tuple(read(name) or "" for name in names)


def _move(link: GroupLink, state: str, **fields: Any) -> None:
    """The step is taken once, also when two people take it at the same time."""
    here = GroupLink.objects.filter(pk=link.pk, state=link.state, reviewed_at=link.reviewed_at)
    if link.state != state and not link.may_become(state):
        raise refusal(None, ELSEWHERE, code="state")
    if not here.update(state=state, **fields):
        raise refusal(None, ELSEWHERE, code="state")
    for name, value in {"state": state, **fields}.items():
        setattr(link, name, value)


def _period(months: int) -> dict[str, datetime]:
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
def _founded() -> Iterator[None]:
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


def _refuse_whom_no_link_is_for(individual: Individual) -> None:
    if individual.subject_category == Individual.SubjectCategory.VICTIM:
        raise refusal("group", VICTIM, code="victim")
    if _standing(individual) is minors.Standing.CHILD:
        raise refusal("group", CHILD, code="child")


def _refuse_too_long(individual: Individual, months: int) -> None:
    if _standing(individual) is minors.Standing.MINOR and months > LONGEST_FOR_MINOR:
        raise refusal("months", MINOR_LONGER, code="minor")


def _refuse_too_little(criteria: Sequence[Given]) -> None:
    if lack := rule.lack(_grounds(criteria)):
        raise refusal(None, f"{LACKS[lack]} {WAY_OUT}", code=lack.value)


def _refuse_old_news(link: GroupLink, criteria: Sequence[Given]) -> None:
    assert link.reviewed_at is not None
    since, held = timezone.localdate(link.reviewed_at), list(link.criteria.counted())
    if not any(rule.is_news(ground, held, since=since) for ground in _grounds(criteria)):
        raise refusal(None, OLD_NEWS, code="news")


def _refuse_same_person(link: GroupLink, by: User) -> None:
    if by.pk in _writers(link):
        raise refusal(None, SAME_PERSON, code="same")


def _writers(link: GroupLink) -> set[UUID]:
    """Those who wrote what waits: nobody of them answers for it as well."""
    return {link.registered_by_id} | {one.added_by_id for one in link.criteria.pending()}


def _grounds(criteria: Iterable[Given]) -> list[LinkCriterion]:
    return [LinkCriterion(**given) for given in criteria]


def _standing(individual: Individual) -> minors.Standing:
    """By every date of birth we know of, also the one in a number."""
    numbers = Identifier.objects.filter(individual=individual)
    told = [IdentityNumber(Kind(one.kind), one.value, one.issuer).born for one in numbers]
    return minors.standing(individual.born, *told, day=timezone.localdate())
