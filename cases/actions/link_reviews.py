"""A second person answers for a link to a group: yes, not yet, or no."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from cases.actions import link_rules as rules
from cases.actions import links
from cases.models import GroupLink
from partners.models import Approval, User
from partners.refusals import refusal, refusing

State, Ending = GroupLink.State, GroupLink.Ending


def may_review(link: GroupLink, *, by: User) -> bool:
    """Something waits for a second person, and this is one."""
    is_waiting = link.state == State.DRAFT or (
        link.state == State.VALID and link.criteria.pending().exists()
    )
    return is_waiting and by.pk not in rules.writers(link)


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
        rules.refuse_same_person(link, by)
        links.end(link, reason=Ending.NOT_APPROVED, by=by)


@transaction.atomic
def send_back(link: GroupLink, *, review: str, by: User) -> None:
    """Whoever wrote the draft sees what the second person lacks in it, and may change it."""
    rules.refuse_same_person(link, by)
    rules.move(link, State.DRAFT, review=review)


@transaction.atomic
def approve(link: GroupLink, *, review: str, months: int, by: User) -> None:
    """A second person answers for it: valid from now, or when what else is needed is approved."""
    rules.refuse_same_person(link, by)
    rules.refuse_too_long(link.individual, months)
    reviewed = {"reviewed_by": by, "reviewed_at": timezone.now(), "review": review}
    with rules.founded():
        rules.move(link, State.REVIEWED, months=months, **reviewed)
    if not obstacle(link):
        take_effect(link, by=by)


@transaction.atomic
def take_effect(link: GroupLink, *, by: User) -> None:
    """What has been reviewed and approved is valid from now on, for the months decided."""
    if told := obstacle(link):
        raise refusal(None, told, code="obstacle")
    with rules.founded():
        rules.move(link, State.VALID, **rules.period(link.months))


@transaction.atomic
def renew(link: GroupLink, *, review: str, months: int, by: User) -> None:
    """Valid anew from now on, on the strength of the new information."""
    rules.refuse_same_person(link, by)
    rules.refuse_too_long(link.individual, months)
    reviewed = {"reviewed_by": by, "reviewed_at": timezone.now(), "review": review}
    with (
        refusing("link_renewed_on_news", refusal(None, rules.OLD_NEWS, code="news")),
        rules.founded(),
    ):
        rules.move(link, State.VALID, months=months, **reviewed, **rules.period(months))


@transaction.atomic
def refuse_news(link: GroupLink, *, by: User) -> None:
    """The new information was not enough and is not kept; the link ends on the day it had."""
    rules.refuse_same_person(link, by)
    link.criteria.pending().delete()


def obstacle(link: GroupLink) -> Any:
    """What a reviewed link still waits for, in words; empty when nothing is in the way."""
    answers = {asked.answer for asked in approvals(link)} if link.new_basis else set()
    if Approval.Answer.NO in answers:
        return rules.NOT_AGAIN
    if link.new_basis and Approval.Answer.YES not in answers:
        return rules.UNANSWERED
    if link.individual.is_draft:
        return rules.MINOR_UNAPPROVED
    return ""


def approvals(link: GroupLink) -> Any:
    kind = ContentType.objects.get_for_model(GroupLink)
    return Approval.objects.filter(subject_type=kind, subject_pk=link.pk)
