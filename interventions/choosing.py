"""The list of one call-in as it stands: each candidate's facts, and what they come to."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from interventions.eligibility import (
    Attested,
    Combination,
    Criterion,
    Custody,
    Facts,
    Finding,
    Rules,
    Verdict,
    assess,
)
from interventions.models import (
    Attestation,
    CallIn,
    Candidate,
    CustodyCheck,
    ListAnswer,
    Override,
    Question,
    TargetGroup,
)
from partners.models import Approval

State = Candidate.State
# Whoever is declined is on no list, and whoever was never summoned was never called.
OFF_THE_LIST = frozenset({State.DECLINED})
WAS_CALLED = Candidate.CALLED | Candidate.OUTCOMES | {State.FOLLOWED_UP}


@dataclass(frozen=True)
class Asked:
    """An override that somebody asked for; it counts when another has said yes."""

    override: Override
    approval: Approval | None

    @property
    def is_granted(self) -> bool:
        return self.approval is not None and self.approval.answer == Approval.Answer.YES

    @property
    def is_waiting(self) -> bool:
        return self.approval is not None and not self.approval.answer


@dataclass(frozen=True)
class Answered:
    """One criterion of one candidate, and what was asked in spite of it."""

    finding: Finding
    asked: Asked | None

    @property
    def is_overridden(self) -> bool:
        return not self.finding.is_hard and self.asked is not None and self.asked.is_granted

    @property
    def stands_in_the_way(self) -> bool:
        return not self.finding.is_met and not self.is_overridden

    @property
    def may_be_asked(self) -> bool:
        """Not met, not hard, and nobody waits for an answer or has a yes already."""
        is_settled = self.asked is not None and (self.asked.is_waiting or self.asked.is_granted)
        return not self.finding.is_met and not self.finding.is_hard and not is_settled


class Choice:
    """One candidate with the answer to each criterion. There is no sum of them."""

    def __init__(self, candidate: Candidate, findings: Iterable[Finding], asked: list[Asked]):
        latest = {one.override.criterion: one for one in asked}
        self.candidate = candidate
        self.answers = [Answered(one, latest.get(one.criterion)) for one in findings]

    def answer(self, criterion: Criterion) -> Answered | None:
        return next((one for one in self.answers if one.finding.criterion == criterion), None)

    @property
    def in_the_way(self) -> list[Answered]:
        """What has to be met, or decided in spite of, before the person can be approved."""
        return [one for one in self.answers if one.stands_in_the_way]

    @property
    def met(self) -> list[Answered]:
        return [one for one in self.answers if not one.stands_in_the_way]

    @property
    def hard_stops(self) -> list[Answered]:
        return [one for one in self.in_the_way if one.finding.is_hard]


@dataclass(frozen=True)
class Represented:
    """A group to reach, and how many on the list are attested to it."""

    target: TargetGroup
    number: int
    most: int

    @property
    def verdict(self) -> Verdict:
        return Verdict.YES if 1 <= self.number <= self.most else Verdict.NO


class Choosing:
    """Everybody on the list, as the agency that leads the call-in knows them."""

    def __init__(self, call_in: CallIn) -> None:
        self.call_in = call_in
        self.rules = Rules(
            rest_months=settings.CALL_IN_REST_MONTHS,
            most_per_group=settings.CALL_IN_MOST_PER_GROUP,
            custody_days=settings.CUSTODY_CHECK_DAYS,
        )
        self.day = timezone.localdate(call_in.starts_at)

    @cached_property
    def candidates(self) -> list[Candidate]:
        """In Swedish order of their names, and in no other."""
        rows = self.call_in.candidates.select_related("owner", "individual", "supervision__officer")
        return list(rows)

    @cached_property
    def choices(self) -> list[Choice]:
        return [
            Choice(row, assess(self._facts(row), self.rules), self._asked[row.pk])
            for row in self.candidates
        ]

    def choice(self, candidate: Candidate) -> Choice:
        return next(one for one in self.choices if one.candidate.pk == candidate.pk)

    @cached_property
    def targets(self) -> list[TargetGroup]:
        return list(TargetGroup.objects.filter(call_in=self.call_in).select_related("group"))

    @property
    def represented(self) -> list[Represented]:
        most = self.rules.most_per_group
        return [Represented(one, self._per_group[one.group_id], most) for one in self.targets]

    def _facts(self, row: Candidate) -> Facts:
        person, supervision = row.individual, row.supervision
        attested = self._attested(row)
        return Facts(
            day=self.day,
            today=timezone.localdate(),
            own=row.owner,
            sanction=str(supervision),
            gives_duty=supervision.sanction in supervision.SUMMONABLE,
            supervised_from=supervision.supervised_from,
            supervised_until=supervision.supervised_until,
            is_protected=person.is_protected,
            of_age_on=person.of_age_on,
            targets=frozenset(one.group_id for one in self.targets),
            attested=attested,
            combination=self._combination(row),
            custody=self._custody.get(row.pk),
            last_called_on=self._called.get(row.individual_id),
            of_the_group=self._per_group[attested.group] if attested else 0,
        )

    @cached_property
    def _on_the_list(self) -> set[UUID]:
        return {row.individual_id for row in self.candidates if row.state not in OFF_THE_LIST}

    @cached_property
    def _questions(self) -> dict[UUID, list[Question]]:
        """By person, the latest inquiry first."""
        rows = Question.objects.filter(
            inquiry__call_in=self.call_in, inquiry__state="asked", owner=self.call_in.owner_id
        )
        found: dict[UUID, list[Question]] = defaultdict(list)
        for row in rows.select_related("inquiry").order_by("-inquiry__asked_at", "reference"):
            found[row.individual_id].append(row)
        return found

    @cached_property
    def _answers(self) -> dict[UUID, Attestation]:
        asked = [one for several in self._questions.values() for one in several]
        rows = Attestation.objects.filter(question__in=[one.pk for one in asked])
        return {row.question_id: row for row in rows.select_related("owner", "group")}

    @cached_property
    def _list_answers(self) -> dict[UUID, ListAnswer]:
        rows = ListAnswer.objects.filter(inquiry__call_in=self.call_in)
        return {row.inquiry_id: row for row in rows.select_related("owner").order_by("created_at")}

    def _attested(self, row: Candidate) -> Attested | None:
        """The latest answer that holds."""
        told = (self._answers.get(one.pk) for one in self._questions[row.individual_id])
        answer = next((one for one in told if one is not None), None)
        if answer is None:
            return None
        is_attested = answer.answer == Attestation.Answer.ATTESTED
        return Attested(
            is_attested=is_attested,
            words=str(answer.group if is_attested else answer.get_answer_display()),
            on=timezone.localdate(answer.created_at),
            until=timezone.localdate(answer.valid_until),
            owner=answer.owner,
            group=answer.group_id,
        )

    def _combination(self, row: Candidate) -> Combination | None:
        """Of the latest inquiry about the person that was answered."""
        for question in self._questions[row.individual_id]:
            if answer := self._list_answers.get(question.inquiry_id):
                return Combination(
                    others=self._apart(question, answer),
                    is_whole=self._on_the_list <= self._asked_in(question.inquiry_id).keys(),
                    on=timezone.localdate(answer.created_at),
                    owner=answer.owner,
                )
        return None

    def _apart(self, question: Question, answer: ListAnswer) -> tuple[str, ...]:
        if question.reference not in answer.apart:
            return ()
        names = {row.individual_id: str(row.individual) for row in self.candidates}
        return tuple(
            names[person]
            for person, reference in self._asked_in(question.inquiry_id).items()
            if reference in answer.apart
            and reference != question.reference
            and person in self._on_the_list
        )

    def _asked_in(self, inquiry: UUID) -> dict[UUID, str]:
        """The persons of one inquiry with their references."""
        everyone = (one for several in self._questions.values() for one in several)
        return {one.individual_id: one.reference for one in everyone if one.inquiry_id == inquiry}

    @cached_property
    def _per_group(self) -> Counter[object]:
        groups = (
            told.group
            for row in self.candidates
            if row.state not in OFF_THE_LIST and (told := self._attested(row))
        )
        return Counter(group for group in groups if group is not None)

    @cached_property
    def _custody(self) -> dict[UUID, Custody]:
        checks = CustodyCheck.objects.filter(candidate__call_in=self.call_in)
        return {
            one.candidate_id: Custody(
                one.in_custody, timezone.localdate(one.checked_at), one.source
            )
            for one in checks.order_by("checked_at", "created_at")
        }

    @cached_property
    def _called(self) -> dict[UUID, date]:
        """The last time each was called to another meeting, before this one."""
        earlier = Candidate.objects.filter(
            individual__in=[row.individual_id for row in self.candidates],
            state__in=WAS_CALLED,
            call_in__starts_at__lt=self.call_in.starts_at,
        ).exclude(call_in=self.call_in)
        rows = earlier.select_related("call_in").order_by("call_in__starts_at")
        return {row.individual_id: timezone.localdate(row.call_in.starts_at) for row in rows}

    @cached_property
    def _asked(self) -> dict[UUID, list[Asked]]:
        rows = list(Override.objects.filter(candidate__call_in=self.call_in))
        approvals = {
            one.subject_pk: one
            for one in Approval.objects.filter(
                subject_pk__in=[row.pk for row in rows]
            ).select_related("asked_by", "answered_by")
        }
        found: dict[UUID, list[Asked]] = defaultdict(list)
        for row in rows:
            found[row.candidate_id].append(Asked(row, approvals.get(row.pk)))
        return found
