"""Inquiries: probation asks police about a list, and is answered without a register opening."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.models import CriminalGroup, GroupLink, Individual
from interventions.models.callins import CallIn
from interventions.standing import EndsWithTheLink
from partners.mandates import Category
from partners.models import Agency, Disclosure, Protected, User
from partners.models.protected import ProtectedQuerySet, history
from partners.policies import RowPolicy


@history(Category.INQUIRIES)
class Inquiry(Protected):
    """The agency that leads a call-in asks another about the persons on its list.

    Names and numbers cross by the disclosure alone, which a second person decides; until then the
    inquiry is a draft. `asked_at` is when they crossed. That it was answered is the answering
    agency's to say, by its own rows.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("waiting for a decision")
        ASKED = "asked", _("put to the recipient")
        REFUSED = "refused", _("not put: the disclosure was refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    TRANSITIONS: ClassVar[dict[str, frozenset[str]]] = {
        State.DRAFT: frozenset({State.ASKED, State.REFUSED}),
        State.ASKED: frozenset({State.WITHDRAWN}),
        State.REFUSED: frozenset(),
        State.WITHDRAWN: frozenset(),
    }

    call_in = models.ForeignKey(CallIn, on_delete=models.CASCADE, related_name="inquiries")
    recipient = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("put to the recipient"), null=True, blank=True)

    objects = ProtectedQuerySet["Inquiry"].as_manager()

    class Meta:
        verbose_name = _("inquiry")
        verbose_name_plural = _("inquiries")
        ordering = ["-created_at"]
        constraints = [
            RowPolicy(Category.INQUIRIES),
            models.CheckConstraint(
                name="inquiry_crosses_agencies", condition=~Q(recipient=F("owner"))
            ),
            models.CheckConstraint(
                name="inquiry_put_has_a_moment",
                condition=~Q(state__in=["asked", "withdrawn"]) | Q(asked_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_state_display())

    def may_become(self, state: str) -> bool:
        return state in self.TRANSITIONS[self.state]


class Question(Protected):
    """One person asked about, under a reference that both agencies use in place of the name."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="questions")
    individual = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="+")
    reference = models.CharField(_("reference"), max_length=6)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["reference"]
        constraints = [
            RowPolicy(Category.INQUIRIES, subject="individual"),
            models.UniqueConstraint(
                fields=["owner", "inquiry", "reference"], name="reference_once_per_inquiry"
            ),
            models.UniqueConstraint(
                fields=["owner", "inquiry", "individual"], name="asked_once_per_inquiry"
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Attestation(Protected):
    """The answer about one person: attested with the group's code, not attested, or declined.

    Gone for everybody when the link behind it is.
    """

    class Answer(models.TextChoices):
        ATTESTED = "attested", pgettext_lazy("answer", "attested")
        NOT_ATTESTED = "not_attested", pgettext_lazy("answer", "not attested")
        DECLINED = "declined", pgettext_lazy("answer", "declined")

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    answer = models.CharField(_("answer"), max_length=15, choices=Answer)
    group = models.ForeignKey(
        CriminalGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    valid_until = models.DateTimeField(_("valid until"))

    class Meta:
        verbose_name = _("attestation")
        verbose_name_plural = _("attestations")
        ordering = ["created_at"]
        constraints = [
            RowPolicy(Category.INQUIRIES, expires="valid_until"),
            models.UniqueConstraint(fields=["owner", "question"], name="one_answer_per_question"),
            models.CheckConstraint(
                name="attested_names_the_group",
                condition=Q(answer="attested", group__isnull=False)
                | (~Q(answer="attested") & Q(group__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return self.get_answer_display()


class AttestationGround(Protected):
    """Which link of its own register the answering agency stood on; for that agency alone.

    When the link ends before its day, or is removed, the ground is gone and the attestation over.
    """

    attestation = models.OneToOneField(Attestation, on_delete=models.CASCADE, related_name="ground")
    link = models.ForeignKey(GroupLink, on_delete=models.CASCADE, related_name="+")
    individual = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("ground of an attestation")
        verbose_name_plural = _("grounds of attestations")
        constraints = [
            RowPolicy(Category.GROUP_LINK, subject="individual"),
            EndsWithTheLink(name="attestation_ends_with_the_link"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class ListAnswer(Protected):
    """About the list as a whole: it holds, or not this combination of references. No reasons."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="list_answers")
    is_ok = models.BooleanField(_("the list holds"))
    apart = ArrayField(
        models.CharField(max_length=6), verbose_name=_("not together"), default=list, blank=True
    )
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = ProtectedQuerySet["ListAnswer"].as_manager()

    class Meta:
        verbose_name = _("answer about a list")
        verbose_name_plural = _("answers about lists")
        ordering = ["-created_at"]
        constraints = [
            RowPolicy(Category.INQUIRIES),
            models.CheckConstraint(
                name="not_together_names_two",
                condition=Q(is_ok=True, apart=[]) | Q(is_ok=False, apart__len__gte=2),
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(self.apart)


@history(Category.INQUIRIES)
class Nomination(Protected):
    """Police hand over names they would see called. Only that it came in is ever answered."""

    call_in = models.ForeignKey(CallIn, on_delete=models.CASCADE, related_name="nominations")
    recipient = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="+")
    nominated_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    class Meta:
        verbose_name = _("nomination")
        verbose_name_plural = _("nominations")
        ordering = ["-created_at"]
        constraints = [
            RowPolicy(Category.INQUIRIES),
            models.CheckConstraint(
                name="nomination_crosses_agencies", condition=~Q(recipient=F("owner"))
            ),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


class Nominee(Protected):
    """One person of a nomination, with the group by its code."""

    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="nominees")
    individual = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="+")
    group = models.ForeignKey(CriminalGroup, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("nominee")
        verbose_name_plural = _("nominees")
        constraints = [
            RowPolicy(Category.INQUIRIES, subject="individual"),
            models.UniqueConstraint(
                fields=["owner", "nomination", "individual"], name="nominated_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Receipt(Protected):
    """The nomination came in. The same words whoever is a client and whoever is not."""

    nomination = models.OneToOneField(Nomination, on_delete=models.CASCADE, related_name="receipt")

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        constraints = [RowPolicy(Category.INQUIRIES)]

    def __str__(self) -> str:
        return str(self.pk)
