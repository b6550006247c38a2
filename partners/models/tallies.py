"""Tallies: published figures, read like any row. A count over hidden rows is never shown."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.mandates import Category
from partners.models.protected import Protected, history
from partners.policies import RowPolicy


class TallyQuerySet(models.QuerySet["Tally"]):
    def current(self) -> "TallyQuerySet":
        """The latest edition of each."""
        same = {name: OuterRef(name) for name in ("owner", "definition", "subject_pk")}
        return self.exclude(Exists(Tally.objects.filter(**same, edition__gt=OuterRef("edition"))))


@history(Category.STATISTICS)
class Tally(Protected):
    """Figures the owner has published: a definition, a period, fixed cells.

    `cells` maps a cell's name to its count, or to null where it was suppressed at publication.
    Nothing published is changed: what is put right is published anew, as a later edition.
    """

    class Definition(models.TextChoices):
        ATTENDANCE = "attendance/1", _("Attendance at a call-in")

    definition = models.CharField(_("definition"), max_length=40, choices=Definition)
    title = models.CharField(_("title"), max_length=120)
    subject_type = models.ForeignKey(
        ContentType, on_delete=models.PROTECT, null=True, related_name="+"
    )
    subject_pk = models.UUIDField(null=True)
    period_start = models.DateField(_("from"))
    period_end = models.DateField(_("until"))
    cells = models.JSONField(_("figures"))
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    published_at = models.DateTimeField(_("published"), default=timezone.now)

    objects = TallyQuerySet.as_manager()

    class Meta:
        verbose_name = _("published figures")
        verbose_name_plural = _("published figures")
        ordering = ["-period_end"]
        constraints = [
            RowPolicy(Category.STATISTICS),
            models.UniqueConstraint(
                fields=["owner", "definition", "subject_pk", "period_start", "edition"],
                nulls_distinct=False,
                name="tally_published_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title
