"""The web process; it refuses to start on a privileged role or with other mandates."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sluta_skjut.settings")

application = get_wsgi_application()

from partners.checks import refuse_to_start_ungated  # noqa: E402 - Django is set up just above

refuse_to_start_ungated()
