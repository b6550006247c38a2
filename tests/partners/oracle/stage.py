"""Acts a drawn scene out in the real database and, beside it, in the plain-Python world."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, connection, models, transaction
from django.db.models import F
from django.utils import timezone

from cases.models import CriminalGroup, Individual, NameToken, Supervision
from interventions.models import Attendance, CallIn, DoorCard
from partners.models import Consent, Disclosure, Grant, LegalBasis, StandingDecision, Tally
from partners.policies import RowPolicy, policy_of
from tests import database
from tests.cases.stored_links import store
from tests.cast import Cast
from tests.partners.oracle.rule import Decision, Paper, Permit, Record, World, standard_table
from tests.partners.oracle.scenes import DrawnDecision, DrawnGrant, DrawnRow, Scene

TODAY = date(2026, 1, 1)


class Stage:
    """`world` says what should be so, `rows` what is."""

    def __init__(self, cast: Cast, scene: Scene) -> None:
        self.cast = cast
        self.users = sorted(cast.users, key=lambda user: user.email)
        table = (standard_table() - scene.fewer) | scene.more
        self.world = World(kinds={a.pk: a.kind for a in cast.agencies}, table=table)
        self.rows: dict[int, models.Model] = {}
        with database.role("owner"):
            self._replace_mandates()
            for drawn in scene.rows:
                self._enter(drawn)
            for decision in scene.decisions:
                self._decide(decision)
            for grant in scene.grants:
                self._grant(grant)
            for number in scene.changed:
                self._change(number)

    def _replace_mandates(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM partners_mandate")
            cursor.executemany(
                "INSERT INTO partners_mandate (kind, role, category, action, reach)"
                " VALUES (%s, %s, %s, %s, %s)",
                sorted(self.world.table),
            )

    def _enter(self, drawn: DrawnRow) -> int:
        make = getattr(self, f"_{drawn.model}")
        return int(make(drawn.owner, drawn))

    def _record(self, row: models.Model, owner: int, **known: Any) -> int:
        policy = policy_of(type(row))
        assert isinstance(policy, RowPolicy)
        number = len(self.world.records)
        record = Record(
            number=number,
            owner=owner,
            category=policy.category,
            codename=f"view_{row._meta.model_name}",
            duty_codename=policy.duty.codename if policy.duty else "",
            **known,
        )
        self.world.records[number] = record
        self.rows[number] = row
        return number

    def _individual(self, owner: int, drawn: DrawnRow | None = None) -> int:
        is_protected = bool(drawn and drawn.is_protected)
        row = Individual.objects.create(
            owner_id=owner, name="N", subject_category="other", purpose="p",
            protection_level="marked" if is_protected else "none",
        )  # fmt: skip
        number = self._record(row, owner, is_withheld=is_protected)
        self.world.records[number].subject = number
        for token in NameToken.objects.filter(individual=row):
            self._record(token, owner, follows=number)
        return number

    def _group(self, owner: int, drawn: DrawnRow | None = None) -> int:
        row = CriminalGroup.objects.create(
            owner_id=owner, code_name=f"G{len(self.rows)}", status_since=TODAY
        )
        return self._record(row, owner)

    def _link(self, owner: int, drawn: DrawnRow) -> int:
        person = self._individual(owner, drawn)
        until = timezone.now() + timedelta(hours=-1 if drawn.is_over else 1)
        by, reviewer = self.users[:2]
        row = store(
            self.rows[person], self.rows[self._group(owner)], by=by, reviewer=reviewer,
            since=timezone.now() - timedelta(hours=2), until=until,
        )  # fmt: skip
        return self._record(row, owner, subject=person, is_over=drawn.is_over)

    def _supervision(self, owner: int, drawn: DrawnRow) -> int:
        person = self._individual(owner, drawn)
        row = Supervision.objects.create(
            owner_id=owner, individual=self.rows[person], sanction="skyddstillsyn",
            probation_from=TODAY, probation_until=TODAY,
            supervised_from=TODAY, supervised_until=TODAY,
        )  # fmt: skip
        return self._record(row, owner, subject=person)

    def _call_in(self, owner: int, drawn: DrawnRow | None = None) -> int:
        now = timezone.now()
        row = CallIn.objects.create(
            owner_id=owner, title="t", venue="v", doors_open_at=now, starts_at=now
        )
        number = self._record(row, owner)
        self.world.records[number].duty_on = number
        return number

    def _card(self, owner: int, drawn: DrawnRow | None = None) -> int:
        """A stray card belongs to another than the call-in it points at."""
        call_in = self._call_in(3 - owner if drawn and drawn.is_stray else owner)
        row = DoorCard.objects.create(
            owner_id=owner, call_in=self.rows[call_in], initials="AB", seat=1
        )
        return self._record(row, owner, duty_on=call_in)

    def _attendance(self, owner: int, drawn: DrawnRow | None = None) -> int:
        card = self._card(owner)
        call_in = self.world.records[card].duty_on
        self._be(str(self.users[0].pk))
        row = Attendance.objects.create(
            owner_id=owner, call_in=self.rows[call_in], card=self.rows[card], kind="arrived",
            registered_by=self.users[0],
        )  # fmt: skip
        self._be("")
        return self._record(row, owner, duty_on=call_in)

    @staticmethod
    def _be(user: str) -> None:
        """An event is registered in the own name only."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('audience.user', %s, true)", [user])

    def _tally(self, owner: int, drawn: DrawnRow | None = None) -> int:
        row = Tally.objects.create(
            owner_id=owner, definition="attendance/1", title="t", subject_pk=None,
            period_start=TODAY + timedelta(days=len(self.rows)), period_end=TODAY, cells={},
        )  # fmt: skip
        return self._record(row, owner)

    def _decide(self, drawn: DrawnDecision) -> None:
        if drawn.owner == drawn.recipient:
            return
        start, end = self._span(drawn.span)
        StandingDecision.objects.create(
            owner_id=drawn.owner, recipient_id=drawn.recipient, category=drawn.category,
            legal_basis_id="MEN", reason="r", valid_from=start, valid_until=end,
            decided_by=self.users[0],
        )  # fmt: skip
        self.world.decisions.append(
            Decision(drawn.owner, drawn.recipient, drawn.category, _is_live(drawn.span))
        )

    def _grant(self, drawn: DrawnGrant) -> None:
        number = drawn.row % len(self.rows)
        row, record = self.rows[number], self.world.records[number]
        is_duty = drawn.is_duty and isinstance(row, CallIn)
        user = self._user_of(drawn) if drawn.is_bound or drawn.reason == "team" else None
        if drawn.agency == record.owner and drawn.reason == "decision":
            return
        permit = Permit(
            target=number,
            codename="door_duty" if is_duty else record.codename,
            agency=drawn.agency,
            user=str(user.pk) if user else None,
            reason=drawn.reason,
            is_live=_is_live(drawn.span),
        )
        opened = {"call_in", "door_list", "attendance"} if is_duty else {record.category}
        paper = self._paper(drawn, record) if drawn.reason == "consent" else None
        accepted = self.world.accepts(permit, record, opened, paper)
        assert accepted == self._try(permit, row, record, drawn), (permit, record, paper)
        if accepted:
            self.world.permits.append(permit)
            self._take_back(permit, drawn)

    @staticmethod
    def _paper(drawn: DrawnGrant, record: Record) -> Paper:
        signed = drawn.consent
        return Paper(
            owner=signed.owner,
            recipients=signed.recipients,
            categories={record.category} if signed.is_covering else {"promises"},
            subject=record.subject if signed.is_about_the_person else None,
            is_withdrawn=signed.withdrawn == "before",
            is_long_enough=signed.is_long_enough,
        )

    def _take_back(self, permit: Permit, drawn: DrawnGrant) -> None:
        """The person withdraws the consent when it has opened something."""
        if drawn.reason == "consent" and drawn.consent.withdrawn == "after":
            self.signed.withdrawn_at = timezone.now()
            self.signed.save()
            permit.is_live = False

    def _user_of(self, drawn: DrawnGrant) -> Any:
        colleagues = [user for user in self.users if user.agency_id == drawn.agency]
        return colleagues[drawn.user % len(colleagues)]

    def _try(self, permit: Permit, row: models.Model, record: Record, drawn: DrawnGrant) -> bool:
        start, end = self._span(drawn.span)
        content_type = ContentType.objects.get_for_model(type(row))
        leaning_on = self._leaning_on(permit, record, drawn, end)
        try:
            with transaction.atomic():
                Grant.objects.create(
                    owner_id=record.owner, agency_id=permit.agency, user_id=permit.user,
                    group=next(a.group for a in self.cast.agencies if a.pk == permit.agency),
                    permission=Permission.objects.get(
                        content_type=content_type, codename=permit.codename
                    ),
                    content_type=content_type, object_pk=str(row.pk), reason=permit.reason,
                    valid_from=start, valid_until=end, **leaning_on,
                )  # fmt: skip
        except DatabaseError:
            return False
        return True

    def _leaning_on(
        self, permit: Permit, record: Record, drawn: DrawnGrant, end: Any
    ) -> dict[str, Any]:
        common = {"owner_id": record.owner, "recipient_id": permit.agency, "valid_until": end}
        if permit.reason == "decision":
            return {"disclosure": Disclosure.objects.create(
                purpose="p", legal_basis=LegalBasis.objects.get(code="MEN"), state="disclosed",
                requested_by=self.users[0], decided_by=self.users[1],
                decided_at=timezone.now(), **common,
            )}  # fmt: skip
        if permit.reason == "consent":
            self.signed = self._sign(self._paper(drawn, record), end)
            return {"consent": self.signed}
        return {}

    def _sign(self, paper: Paper, end: Any) -> Consent:
        subject = self.rows[paper.subject].pk if paper.subject is not None else uuid4()
        return Consent.objects.create(
            owner_id=paper.owner, recipients=sorted(paper.recipients), name="N", scope="s",
            categories=sorted(paper.categories), subject_pk=subject,
            subject_type=ContentType.objects.get_for_model(Individual),
            withdrawn_at=timezone.now() if paper.is_withdrawn else None,
            valid_until=end if paper.is_long_enough else end - timedelta(seconds=1),
        )  # fmt: skip

    def _change(self, number: int) -> None:
        """The owner changes the row: decision grants on it are over."""
        record = self.world.records.get(number)
        if record is None:
            return
        type(self.rows[number])._base_manager.filter(pk=self.rows[number].pk).update(
            created_at=F("created_at")
        )
        for permit in self.world.permits:
            if permit.target == number and permit.reason == "decision":
                permit.is_live = False

    @staticmethod
    def _span(span: tuple[int, int]) -> tuple[Any, Any]:
        now = timezone.now()
        return now + timedelta(hours=span[0]), now + timedelta(hours=span[1])


def _is_live(span: tuple[int, int]) -> bool:
    return span[0] < 0 < span[1]
