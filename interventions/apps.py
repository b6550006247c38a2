from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InterventionsConfig(AppConfig):
    """What we decide and do."""

    name = "interventions"
    verbose_name = _("Interventions")

    def ready(self) -> None:
        """Listens to what the partners' room decides, which knows nothing of this one."""
        from interventions import decisions  # noqa: F401
