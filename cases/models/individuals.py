"""Individuals: each agency has its own record of a person, and nothing joins two of them."""

from collections.abc import Collection
from datetime import date
from typing import Any

import pgtrigger
from django.db import models
from django.db.models import ExpressionWrapper, F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.names import sort_key
from cases.resemblance import ranked
from partners.mandates import Category
from partners.models import Approval, Protected
from partners.models.protected import ProtectedQuerySet, history
from partners.policies import RowPolicy

APPROVALS_OF_A_MINOR = 2
# The address of a protected person is not stored, and neither is the one of yesterday.
NO_CONTACTS_LEFT = """
    IF NEW.protection_level <> 'none' AND (
        EXISTS (SELECT FROM cases_contact WHERE individual_id = NEW.id)
        OR EXISTS (SELECT FROM cases_contacthistory WHERE individual_id = NEW.id))
    THEN
        RAISE check_violation USING MESSAGE = 'contact details are left',
            CONSTRAINT = 'no_contact_details_of_a_protected_person';
    END IF;
    IF NEW.protection_level = 'new_identity'
        AND EXISTS (SELECT FROM cases_individual merged WHERE merged.same_as_id = NEW.id)
    THEN
        RAISE check_violation USING MESSAGE = 'a merged record is left',
            CONSTRAINT = 'new_identity_is_never_merged';
    END IF;
    RETURN NEW;
"""
# One step, within one owner: whoever is kept is not merged, and nobody merged is pointed at.
INTO_A_KEPT_ONE = """
    IF NEW.same_as_id IS NOT NULL AND (
        NOT EXISTS (SELECT FROM cases_individual kept WHERE kept.id = NEW.same_as_id
                    AND kept.owner_id = NEW.owner_id AND kept.same_as_id IS NULL
                    AND kept.protection_level <> 'new_identity')
        OR EXISTS (SELECT FROM cases_individual merged WHERE merged.same_as_id = NEW.id))
    THEN
        RAISE check_violation USING MESSAGE = 'not one to merge with',
            CONSTRAINT = 'individual_merged_into_a_kept_one';
    END IF;
    RETURN NEW;
"""


class IndividualQuerySet(ProtectedQuerySet["Individual"]):
    def resembling(self, text: str) -> "IndividualQuerySet":
        """Named or known like this, or merged with an own record that is: words in any order,
        unfinished, with a slip in each."""
        return ranked(self, text)

    def known_by(self, values: Collection[str]) -> "IndividualQuerySet":
        """Those with exactly one of these numbers, now or before; or merged with an own record
        that has it."""
        identifiers: Any = self.model._meta.get_field("identifiers").related_model
        numbered = identifiers.objects.filter(value__in=values)
        merged = Individual.objects.own().filter(pk__in=numbered.values("individual"))
        return self.filter(
            Q(pk__in=numbered.values("individual")) | Q(pk__in=merged.values("same_as"))
        )

    def minors(self, day: date) -> "IndividualQuerySet":
        return self.filter(of_age_on__gt=day)

    def kept(self) -> "IndividualQuerySet":
        """Without the records that were found to be of the same person as another."""
        return self.filter(same_as=None)


@history(Category.IDENTITY, exclude=["created_at", "sort_key", "is_protected", "of_age_on"])
class Individual(Protected):
    """A person as one agency has registered them, for a stated purpose.

    With protected identity the record, and every row about the person, is shown only to users
    personally assigned, and nothing is stored by which the person could be found.
    """

    class SubjectCategory(models.TextChoices):
        SUSPECT = "suspect", _("suspect")
        CONVICTED = "convicted", _("convicted")
        VICTIM = "victim", _("injured party")
        OTHER = "other", _("other concerned")

    class ProtectionLevel(models.TextChoices):
        """As the population register has it; `new_identity` is a decision by the police."""

        NONE = "none", _("no protection")
        MARKED = "marked", _("confidentiality mark")
        PROTECTED_REGISTRATION = "protected_registration", _("protected registration")
        NEW_IDENTITY = "new_identity", _("new identity")

    name = models.CharField(_("name"), max_length=120)
    sort_key = models.CharField(max_length=400, editable=False)
    born = models.DateField(_("born"), null=True, blank=True)
    subject_category = models.CharField(
        _("category of person"), max_length=10, choices=SubjectCategory
    )
    purpose = models.CharField(_("purpose of registration"), max_length=300)
    protection_level = models.CharField(
        _("protected identity"),
        max_length=25,
        choices=ProtectionLevel,
        default=ProtectionLevel.NONE,
    )
    is_protected = models.GeneratedField(
        expression=ExpressionWrapper(
            ~Q(protection_level="none"), output_field=models.BooleanField()
        ),
        output_field=models.BooleanField(_("protected identity")),
        db_persist=True,
    )
    same_as = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        verbose_name=_("same person as"),
    )
    of_age_on = models.DateField(editable=False, null=True)
    review_on = models.DateField(_("to be reviewed by"), null=True, blank=True)
    review = models.TextField(_("latest review"), max_length=500, blank=True)
    new_basis = models.TextField(_("new basis after removal"), max_length=1000, blank=True)

    objects = IndividualQuerySet.as_manager()

    class Meta:
        verbose_name = _("individual")
        verbose_name_plural = _("individuals")
        ordering = ["sort_key", "id"]
        constraints = [
            RowPolicy(Category.IDENTITY, subject="id", withheld_when="is_protected"),
            models.CheckConstraint(
                name="individual_is_not_merged_with_itself", condition=~Q(same_as=F("id"))
            ),
            models.CheckConstraint(
                name="new_identity_is_never_merged",
                condition=Q(same_as=None) | ~Q(protection_level="new_identity"),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="nowhere_to_be_found",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("protection_level"),
                when=pgtrigger.Before,
                func=NO_CONTACTS_LEFT,
            ),
            pgtrigger.Trigger(
                name="merged_into_a_kept_one",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("same_as_id"),
                when=pgtrigger.Before,
                func=INTO_A_KEPT_ONE,
            ),
        ]
        indexes = [
            models.Index(fields=["sort_key", "id"], name="individual_alphabet"),
            models.Index(fields=["owner", "sort_key", "id"], name="individual_owner_alphabet"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("cases:individual", args=[self.pk])

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)

    def is_minor(self, day: date) -> bool:
        return self.of_age_on is not None and day < self.of_age_on

    def approvals_needed(self, day: date) -> int:
        """A minor takes two others; so does nobody else, and who was removed before takes one."""
        if self.is_minor(day):
            return APPROVALS_OF_A_MINOR
        return 1 if self.new_basis else 0

    @property
    def is_draft(self) -> bool:
        """Until it is approved nothing is built on the record, and nobody else is told of it."""
        needed = self.approvals_needed(timezone.localdate())
        if not needed:
            return False
        given = Approval.objects.filter(subject_pk=self.pk, answer=Approval.Answer.YES)
        return len({approval.answered_by_id for approval in given}) < needed
