"""Logging in: those of allauth's pages that are used, under the names allauth knows them by.

There is no page for signing up, for addresses of one's own or for confirming them: an
administrator admits each user, with the address that the agency has given.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.usersessions import views as sessions
from django.urls import URLPattern, URLResolver, path, re_path

from partners.views import languages, logins

FROM_KEY = r"^losenord/nytt/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$"

urlpatterns: list[URLPattern | URLResolver] = [
    path("logga-in/", account.login, name="account_login"),
    path("logga-in/som/", logins.demo_login, name="demo_login"),
    path("logga-in/kod/", mfa.authenticate, name="mfa_authenticate"),
    path("logga-ut/", account.logout, name="account_logout"),
    path("stangt/", account.account_inactive, name="account_inactive"),
    path("sprak/", languages.set_language, name="set_language"),
    path("bekrafta/", account.reauthenticate, name="account_reauthenticate"),
    path("bekrafta/kod/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("losenord/", account.password_change, name="account_change_password"),
    path("losenord/forsta/", account.password_set, name="account_set_password"),
    path("losenord/glomt/", account.password_reset, name="account_reset_password"),
    path(
        "losenord/glomt/skickat/",
        account.password_reset_done,
        name="account_reset_password_done",
    ),
    re_path(FROM_KEY, account.password_reset_from_key, name="account_reset_password_from_key"),
    path(
        "losenord/klart/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("tvasteg/", mfa.index, name="mfa_index"),
    path("tvasteg/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("tvasteg/app/bort/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("tvasteg/koder/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("tvasteg/koder/nya/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("tvasteg/koder/fil/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("inloggningar/", sessions.list_usersessions, name="usersessions_list"),
]
