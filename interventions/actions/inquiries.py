"""Asking another agency about a list, and answering, without either opening its register."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import GroupLink, Identifier
from interventions.models import (
    Attestation,
    AttestationGround,
    CallIn,
    Candidate,
    Inquiry,
    ListAnswer,
    Question,
)
from partners.actions import disclosures, grants
from partners.mandates import Category, Reach, mandate_for
from partners.models import Agency, Disclosure, Grant, LegalBasis, Protected, User
from partners.refusals import refusal

State = Inquiry.State
Kind = Attestation.Answer
# What the disclosure has come to, and what that makes of the inquiry.
FOLLOWS: dict[str, str] = {
    Disclosure.State.DISCLOSED: State.ASKED,
    Disclosure.State.REFUSED: State.REFUSED,
    Disclosure.State.WITHDRAWN: State.WITHDRAWN,
}


@dataclass(frozen=True)
class Answer:
    """About one person. Only what is attested stands on a link, and only on a valid one."""

    kind: str
    link: GroupLink | None = None


def may_be_asked(agency: Agency) -> bool:
    """It answers for links to groups, and the mandates let it read an inquiry."""
    attests = Reach.OWN in mandate_for(Category.GROUP_LINK).reaches(agency.kind)
    return attests and Reach.PARTY in mandate_for(Category.INQUIRIES).reaches(agency.kind)


@transaction.atomic
def draft(
    call_in: CallIn,
    *,
    candidates: Sequence[Candidate],
    recipient: Agency,
    legal_basis: LegalBasis,
    need: str,
    harm: str,
    proportionality: str,
    until: datetime,
    by: User,
) -> Inquiry:
    """A decision-maker is asked whether names and numbers may be told; nothing has crossed yet."""
    _refuse_unaskable(call_in, candidates, recipient, by=by)
    people = [candidate.individual for candidate in candidates]
    disclosure = disclosures.request(
        rows=with_numbers(people),
        recipient=recipient,
        purpose=_("Answer about the list of %(call_in)s") % {"call_in": call_in},
        legal_basis=legal_basis,
        need=need,
        harm=harm,
        proportionality=proportionality,
        until=until,
        by=by,
    )
    inquiry = Inquiry.objects.create(
        call_in=call_in, recipient=recipient, disclosure=disclosure, asked_by=by
    )
    for person, reference in _references(call_in, people).items():
        Question.objects.create(inquiry=inquiry, individual_id=person, reference=reference)
    return inquiry


@transaction.atomic
def follow(disclosure: Disclosure, *, by: User) -> None:
    """The names crossed, or they did not, or they are taken back; and the inquiry with them."""
    inquiry = Inquiry.objects.filter(disclosure=disclosure).first()
    state = FOLLOWS.get(disclosure.state, "")
    if inquiry is None or not inquiry.may_become(state):
        return
    asked_at = timezone.now() if state == State.ASKED else inquiry.asked_at
    Inquiry.objects.filter(pk=inquiry.pk).update(state=state, asked_at=asked_at)
    rows: list[Protected] = [inquiry, *inquiry.questions.all()]
    if state == State.ASKED:
        _open(rows, to=inquiry.recipient, until=disclosure.valid_until, by=by)
    elif state == State.WITHDRAWN:
        end_party_grants(rows)


@transaction.atomic
def answer(
    inquiry: Inquiry,
    *,
    answers: Mapping[UUID, Answer],
    apart: Collection[str],
    by: User,
) -> ListAnswer:
    """Everybody asked about is answered for in the same moment, and the list as a whole.

    So that not even the clock tells why there is no attestation.
    """
    questions = list(inquiry.questions.select_related("inquiry__disclosure"))
    _refuse_unanswerable(inquiry, questions, answers, by=by)
    if len(apart) == 1:
        raise refusal("apart", _("One alone is no combination. Choose two or more."), code="one")
    until = inquiry.disclosure.valid_until
    asker = Agency.objects.get(pk=inquiry.owner_id)
    told: list[Protected] = [
        _attest(question, answers[question.pk], until=until, by=by) for question in questions
    ]
    whole = ListAnswer.objects.create(
        inquiry=inquiry, is_ok=not apart, apart=sorted(apart), answered_by=by
    )
    _open([*told, whole], to=asker, until=until, by=by)
    return whole


def with_numbers(people: Iterable[Any]) -> list[Protected]:
    """The persons with the numbers in use: by these the other agency finds them, or does not."""
    people = list(people)
    numbers = Identifier.objects.filter(
        individual__in=people, owner__in={p.owner_id for p in people}
    )
    return [*people, *numbers.exclude(status__in=Identifier.PAST)]


def end_party_grants(rows: Sequence[Protected]) -> None:
    pks = [str(row.pk) for row in rows]
    held = Grant.objects.filter(object_pk__in=pks, reason=Grant.Reason.PARTY)
    grants.end(held, because=Grant.Ending.WITHDRAWN)


def _open(rows: Iterable[Protected], *, to: Agency, until: datetime, by: User) -> None:
    for row in rows:
        grants.give(row, to=to, reason=Grant.Reason.PARTY, until=until, by=by)


def _attest(question: Question, given: Answer, *, until: datetime, by: User) -> Attestation:
    """An attestation ends with its link, and no later than what it was asked by."""
    link = given.link if given.kind == Kind.ATTESTED else None
    attestation = Attestation.objects.create(
        question=question,
        answer=given.kind,
        group=link.group if link else None,
        answered_by=by,
        valid_until=min(until, link.valid_until) if link else until,
    )
    if link:
        AttestationGround.objects.create(
            attestation=attestation, link=link, individual_id=link.individual_id
        )
    return attestation


def _references(call_in: CallIn, people: Iterable[Any]) -> dict[UUID, str]:
    """Whoever was asked about before keeps the reference; the next number for everybody else."""
    earlier = Question.objects.filter(inquiry__call_in=call_in, owner=call_in.owner_id)
    known = {row.individual_id: row.reference for row in earlier}
    taken = len(set(known.values()))
    told: dict[UUID, str] = {}
    for person in people:
        if person.pk not in known:
            taken += 1
            known[person.pk] = f"K{taken}"
        told[person.pk] = known[person.pk]
    return told


def _refuse_unaskable(
    call_in: CallIn, candidates: Sequence[Candidate], recipient: Agency, *, by: User
) -> None:
    if call_in.owner_id != by.agency_id or call_in.is_closed:
        raise refusal(None, _("The list is closed. Nothing more is asked."), code="closed")
    if not may_be_asked(recipient):
        message = _("%(agency)s does not answer such inquiries. Choose another recipient.")
        raise refusal("recipient", message % {"agency": recipient}, code="no mandate")
    if any(
        row.call_in_id != call_in.pk or row.state not in Candidate.UNDECIDED for row in candidates
    ):
        message = _("Somebody on the list has been decided since. Look at it again.")
        raise refusal("candidates", message, code="state")
    if any(row.individual.is_protected for row in candidates):
        message = _("Somebody has protected identity, and is told to nobody. Leave that one out.")
        raise refusal("candidates", message, code="protected")


def _refuse_unanswerable(
    inquiry: Inquiry,
    questions: Sequence[Question],
    answers: Mapping[UUID, Answer],
    *,
    by: User,
) -> None:
    if inquiry.recipient_id != by.agency_id or inquiry.state != State.ASKED:
        raise refusal(None, _("This cannot be answered any longer."), code="state")
    if ListAnswer.objects.filter(inquiry=inquiry, owner=by.agency_id).exists():
        raise refusal(None, _("This has been answered already."), code="answered")
    if any(question.pk not in answers for question in questions):
        raise refusal(None, _("Answer for everybody."), code="incomplete")
    links = [one.link for one in answers.values() if one.kind == Kind.ATTESTED]
    if any(link is None or link.owner_id != by.agency_id or link.is_draft for link in links):
        message = _("Only a valid link of your own register can be attested.")
        raise refusal(None, message, code="no link")
