"""Words for roles and for the acts of the internal log."""

from __future__ import annotations

from tracker.domain.access import Role
from tracker.domain.messages import _

ROLE = {
    Role.EDITOR: _("editor"),
    Role.REVIEWER: _("reviewer"),
    Role.COUNCIL: _("council"),
    Role.ADMINISTRATOR: _("administrator"),
}

ROLE_DOES = {
    Role.EDITOR: _("reports on the actions of an organisation"),
    Role.REVIEWER: _("reads what editors report, and publishes it"),
    Role.COUNCIL: _("prepares and signs off the yearly report"),
    Role.ADMINISTRATOR: _("keeps plans, organisations and people"),
}

# By the values of store.staff_log.Act: what readers get does not know the store.
ACT = {
    "signed-in": _("signed in"),
    "sign-in-failed": _("failed to sign in"),
    "second-factor-failed": _("gave a wrong code"),
    "recovery-code-used": _("used a recovery code"),
    "signed-out": _("signed out"),
    "session-ended": _("ended a session"),
    "password-link-asked": _("asked for a new password"),
    "password-chosen": _("chose a password"),
    "email-change-asked": _("asked to change the e-mail"),
    "email-changed": _("changed the e-mail"),
    "second-factor-set": _("set up a second factor"),
    "second-factor-removed": _("removed a second factor"),
    "recovery-codes-renewed": _("renewed the recovery codes"),
    "provider-connected": _("connected an account with the sign-in provider"),
    "provider-disconnected": _("disconnected an account from the sign-in provider"),
    "invited": _("invited somebody"),
    "link-made": _("made a link"),
    "disabled": _("closed an account"),
    "enabled": _("opened an account again"),
    "grant-given": _("gave a role"),
    "grant-withdrawn": _("withdrew a role"),
    "entry-corrected": _("corrected an entry of a register"),
    "evidence-withdrawn": _("withdrew evidence"),
    "mails-retried": _("let mails that were given up be tried anew"),
    "content-erased": _("erased content on legal ground"),
    "plan-opened": _("opened a plan"),
    "plan-changed": _("changed a plan"),
    "report-begun": _("began to prepare a report"),
    "report-signed": _("signed a report"),
    "report-sealed": _("had a report sealed"),
    "report-dropped": _("gave up the preparation of a report"),
    "signing-rule-set": _("said how many people sign a report"),
}
