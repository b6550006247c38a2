"""The demo's own settings and apps, with nothing around the view but session and user."""

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

django.setup(set_prefix=False)
# Only now: allauth's app insists on its middleware while it is set up.
settings.MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
settings.ROOT_URLCONF = "benchmarks.bare.urls"

application = WSGIHandler()
