"""How the audit log tells what was done here."""

from django.utils.translation import gettext_lazy as _

PHRASES = {
    "accounts.code_failed": _("typed a wrong one-time code"),
    "accounts.password_changed": _("changed the password"),
    "accounts.recovery_codes_renewed": _("made new recovery codes"),
    "accounts.second_factor_removed": _("removed the second factor"),
    "accounts.second_factor_set": _("set up the second factor"),
    "accounts.sessions_ended": _("ended all sessions"),
    "accounts.sign_in_failed": _("failed to sign in"),
    "accounts.signed_in": _("signed in"),
    "accounts.signed_out": _("signed out"),
    "accounts.user_created": _("created an account"),
    "accounts.user_disabled": _("disabled an account"),
    "accounts.user_enabled": _("enabled an account"),
    "accounts.invitation_issued": _("issued an invitation"),
    "accounts.invitation_used": _("accepted an invitation"),
    "accounts.reset_issued": _("started a password reset"),
    "accounts.reset_used": _("set a new password by link"),
}

# What an entry was about.
RECORDS = {"user": _("account")}
