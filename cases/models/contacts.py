"""Contact details: where a person can be found. Never of anybody with protected identity."""

from datetime import date

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.individuals import Individual
from partners.mandates import Category
from partners.models import Protected
from partners.models.protected import history
from partners.policies import RowPolicy

# The person's row is locked, so that nobody is protected while their address is being written.
ONLY_WITHOUT_PROTECTION = """
    IF NOT EXISTS (SELECT FROM cases_individual WHERE id = NEW.individual_id
                   AND protection_level = 'none' FOR SHARE)
    THEN
        RAISE check_violation USING MESSAGE = 'the person has protected identity',
            CONSTRAINT = 'no_contact_details_of_a_protected_person';
    END IF;
    RETURN NEW;
"""


@history(Category.CONTACT)
class Contact(Protected):
    """One way to a person: an address, a phone, a workplace. Purged when protection begins."""

    class Kind(models.TextChoices):
        ADDRESS = "address", _("postal address")
        PHONE = "phone", _("phone")
        EMAIL = "email", _("e-mail")
        WORKPLACE = "workplace", _("workplace")
        SCHOOL = "school", _("school")

    individual = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="contacts")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    value = models.CharField(_("contact detail"), max_length=200)
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("contact detail")
        verbose_name_plural = _("contact details")
        ordering = ["kind", "-created_at", "id"]
        constraints = [
            RowPolicy(Category.CONTACT, subject="individual"),
            models.CheckConstraint(
                name="contact_starts_before_it_ends",
                condition=Q(valid_from=None)
                | Q(valid_until=None)
                | Q(valid_until__gte=F("valid_from")),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="only_without_protection",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func=ONLY_WITHOUT_PROTECTION,
            ),
        ]

    @property
    def is_draft(self) -> bool:
        return self.individual.is_draft

    def __str__(self) -> str:
        return self.get_kind_display()

    def is_over(self, day: date) -> bool:
        return self.valid_until is not None and self.valid_until < day
