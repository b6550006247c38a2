from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    """Who we are, who may, who looked."""

    name = "partners"
    verbose_name = _("Partners")

    def ready(self) -> None:
        from partners import checks, logins, sessions, signals  # noqa: F401
