"""Individuals: each agency has its own record of a person, and nothing joins two of them."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.names import sort_key
from partners.mandates import Category
from partners.models import Protected
from partners.models.protected import history
from partners.policies import RowPolicy


class IndividualQuerySet(models.QuerySet["Individual"]):
    def named(self, text: str) -> "IndividualQuerySet":
        """With this somewhere in the name, spelled as it is sorted: é as e, but å never as a."""
        key = sort_key(text)
        return self.filter(sort_key__contains=key) if key else self.none()


@history(Category.IDENTITY, exclude=["created_at", "sort_key"])
class Individual(Protected):
    """A person as one agency has registered them, for a stated purpose.

    With protected identity the record, and every row about the person, is shown only to users
    personally assigned.
    """

    class SubjectCategory(models.TextChoices):
        SUSPECT = "suspect", _("suspect")
        CONVICTED = "convicted", _("convicted")
        VICTIM = "victim", _("injured party")
        OTHER = "other", _("other concerned")

    name = models.CharField(_("name"), max_length=120)
    sort_key = models.CharField(max_length=400, editable=False)
    born = models.DateField(_("born"), null=True, blank=True)
    subject_category = models.CharField(
        _("category of person"), max_length=10, choices=SubjectCategory
    )
    purpose = models.CharField(_("purpose of registration"), max_length=300)
    is_protected = models.BooleanField(_("protected identity"), default=False)

    objects = IndividualQuerySet.as_manager()

    class Meta:
        verbose_name = _("individual")
        verbose_name_plural = _("individuals")
        ordering = ["sort_key", "id"]
        constraints = [
            RowPolicy(Category.IDENTITY, subject="id", withheld_when="is_protected"),
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


@history(Category.IDENTITY)
class Identifier(Protected):
    """A number the person is or was known by. Unique within one owner, so it tells no other."""

    class Kind(models.TextChoices):
        PERSONNUMMER = "personnummer", _("personnummer")
        SAMORDNINGSNUMMER = "samordningsnummer", _("samordningsnummer")
        RESERVE = "reserve", _("reserve number")

    individual = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="identifiers")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    value = models.CharField(_("number"), max_length=20)
    issuer = models.CharField(_("issuer"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("identity number")
        verbose_name_plural = _("identity numbers")
        ordering = ["kind", "created_at"]
        constraints = [
            RowPolicy(Category.IDENTITY, subject="individual"),
            models.UniqueConstraint(
                fields=["owner", "kind", "value", "issuer"], name="identifier_per_owner"
            ),
            models.CheckConstraint(
                name="reserve_number_has_an_issuer",
                condition=(Q(kind="reserve") & ~Q(issuer="")) | (~Q(kind="reserve") & Q(issuer="")),
            ),
            models.CheckConstraint(
                name="identity_number_is_twelve_digits",
                condition=Q(kind="reserve") | Q(value__regex=r"^[0-9]{12}$"),
            ),
        ]

    def __str__(self) -> str:
        return self.masked

    @property
    def masked(self) -> str:
        """What is shown unless somebody asks, which is logged: `19900101-****`."""
        return "****" if self.kind == self.Kind.RESERVE else f"{self.value[:8]}-****"

    @property
    def in_full(self) -> str:
        if self.kind == self.Kind.RESERVE:
            return f"{self.value} ({self.issuer})"
        return f"{self.value[:8]}-{self.value[8:]}"
