"""Identity numbers of a person: those in use, and those that once were."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.individuals import Individual
from partners.mandates import Category
from partners.models import Protected
from partners.models.protected import ProtectedQuerySet, history
from partners.policies import RowPolicy


@history(Category.IDENTITY)
class Identifier(Protected):
    """A number the person is or was known by. Unique within one owner, so it tells no other.

    A number that was replaced is still found by its owner. One that was wrong is corrected, and
    stands in the history only.
    """

    class Kind(models.TextChoices):
        PERSONNUMMER = "personnummer", _("personnummer")
        SAMORDNINGSNUMMER = "samordningsnummer", _("samordningsnummer")
        RESERVE = "reserve", _("reserve number")
        UNKNOWN = "unknown", _("unknown identity")

    class Status(models.TextChoices):
        CURRENT = "current", _("in use")
        DORMANT = "dormant", _("dormant")
        REPLACED = "replaced", _("replaced")
        ENDED = "ended", _("no longer in use")

    class Level(models.TextChoices):
        """How sure the identity behind a samordningsnummer is, lag (2022:1697) 2 kap."""

        CONFIRMED = "confirmed", _("established")
        PROBABLE = "probable", _("likely")
        UNCERTAIN = "uncertain", _("doubtful")

    PAST = (Status.REPLACED, Status.ENDED)

    individual = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="identifiers")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    value = models.CharField(_("number"), max_length=20)
    issuer = models.CharField(_("issuer"), max_length=60, blank=True)
    level = models.CharField(_("identity level"), max_length=10, choices=Level, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.CURRENT)
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_until = models.DateField(_("until"), null=True, blank=True)

    objects = ProtectedQuerySet["Identifier"].as_manager()

    class Meta:
        verbose_name = _("identity number")
        verbose_name_plural = _("identity numbers")
        ordering = ["kind", "created_at", "id"]
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
                condition=Q(kind__in=["reserve", "unknown"]) | Q(value__regex=r"^[0-9]{12}$"),
            ),
            models.CheckConstraint(
                name="only_samordningsnummer_sleep_and_have_levels",
                condition=Q(kind="samordningsnummer") | (Q(level="") & ~Q(status="dormant")),
            ),
            models.CheckConstraint(
                name="number_in_use_has_not_ended",
                condition=Q(status__in=["replaced", "ended"]) | Q(valid_until=None),
            ),
            models.CheckConstraint(
                name="number_starts_before_it_ends",
                condition=Q(valid_from=None)
                | Q(valid_until=None)
                | Q(valid_until__gte=F("valid_from")),
            ),
        ]

    @property
    def is_draft(self) -> bool:
        return self.individual.is_draft

    def __str__(self) -> str:
        return self.masked

    @property
    def masked(self) -> str:
        """What is shown unless somebody asks, which is logged: `19900101-****`."""
        if self.kind == self.Kind.UNKNOWN:
            return self.value
        return "****" if self.kind == self.Kind.RESERVE else f"{self.value[:8]}-****"

    @property
    def in_full(self) -> str:
        if self.kind == self.Kind.UNKNOWN:
            return self.value
        if self.kind == self.Kind.RESERVE:
            return f"{self.value} ({self.issuer})"
        return f"{self.value[:8]}-{self.value[8:]}"

    @property
    def is_past(self) -> bool:
        return self.status in self.PAST
