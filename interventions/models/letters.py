"""The wording of an agency's letters: versions that never change."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.mandates import Category
from partners.models import Protected
from partners.models.protected import ProtectedQuerySet
from partners.policies import RowPolicy

# Written from right to left.
RIGHT_TO_LEFT = frozenset({"ar", "fa", "ckb"})


class LetterTextQuerySet(ProtectedQuerySet["LetterText"]):
    def in_force(self, day: date) -> "LetterTextQuerySet":
        """Of each kind and language the latest version that holds on that day."""
        begun = self.filter(valid_from__lte=day)
        return begun.order_by("owner_id", "kind", "language", "-version").distinct(
            "owner_id", "kind", "language"
        )


class LetterText(Protected):
    """One version of one letter in one language. What was sent once stays as it was sent.

    The mandate lets nobody change it; another wording is another version.
    """

    class Kind(models.TextChoices):
        DUTY_VF = "duty_vf", _("Summons: duty to appear, villkorlig frigivning")
        DUTY_ST = "duty_st", _("Summons: duty to appear, skyddstillsyn")
        CONDITION = "condition", _("Summons: special condition")
        VOLUNTARY = "voluntary", _("Invitation: voluntary to come")
        NOTIFICATION = "notification", _("Custom notification: the message")
        HELP = "help", _("Custom notification: the help there is")

    class Language(models.TextChoices):
        """Each language by its own name."""

        SWEDISH = "sv", "svenska"
        ENGLISH = "en", "English"
        ALBANIAN = "sq", "shqip"
        ARABIC = "ar", "العربية"
        BOSNIAN = "bs", "bosanski"
        PERSIAN = "fa", "فارسی"
        ROMANIAN = "ro", "română"
        SOMALI = "so", "soomaali"
        SORANI = "ckb", "کوردیی ناوەندی"
        TURKISH = "tr", "Türkçe"

    SUMMONSES = (Kind.DUTY_VF, Kind.DUTY_ST, Kind.CONDITION, Kind.VOLUNTARY)

    kind = models.CharField(_("letter"), max_length=15, choices=Kind)
    language = models.CharField(
        _("language"), max_length=3, choices=Language, default=Language.SWEDISH
    )
    version = models.PositiveSmallIntegerField(_("version"))
    subject = models.CharField(_("heading"), max_length=120)
    body = models.TextField(_("wording"), max_length=6000)
    valid_from = models.DateField(_("used from"), default=timezone.localdate)

    objects = LetterTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("text of a letter")
        verbose_name_plural = _("texts of letters")
        ordering = ["kind", "language", "-version"]
        constraints = [
            RowPolicy(Category.LETTERS),
            models.UniqueConstraint(
                fields=["owner", "kind", "language", "version"], name="letter_text_numbered_once"
            ),
            models.CheckConstraint(
                name="letter_text_says_something", condition=~Q(subject="") & ~Q(body="")
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    def get_absolute_url(self) -> str:
        return reverse("interventions:letter_text", args=[self.pk])

    @property
    def direction(self) -> str:
        return "rtl" if self.language in RIGHT_TO_LEFT else "ltr"
