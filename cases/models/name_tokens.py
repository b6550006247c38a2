"""Names spelt out, to be found however somebody types them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.aliases import Alias
from cases.models.individuals import Individual
from partners.mandates import Category
from partners.models import Protected
from partners.policies import RowPolicy


class NameToken(Protected):
    """A beginning of a word of a name, as it sounds; as visible as the name itself.

    `alias` is the other name it was made of; without one it is of the registered name.

    The database writes tokens whenever a name is written (cases/sql/name_tokens.sql), and erases
    them with it.
    """

    individual = models.ForeignKey(
        Individual, on_delete=models.DO_NOTHING, related_name="name_tokens"
    )
    alias = models.ForeignKey(
        Alias, on_delete=models.DO_NOTHING, null=True, related_name="name_tokens"
    )
    token = models.CharField(max_length=100)
    is_whole = models.BooleanField()

    class Meta:
        verbose_name = _("spelling of a name")
        verbose_name_plural = _("spellings of names")
        constraints = [
            RowPolicy(Category.IDENTITY, subject="individual", follows=("individual", "alias")),
        ]
        indexes = [models.Index(fields=["token", "individual"], name="name_token_sought")]

    def __str__(self) -> str:
        return self.token
