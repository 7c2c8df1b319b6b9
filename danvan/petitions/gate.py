"""The legal gate: one question before anything is typed, and where the lawful door is for what is not taken here."""

from __future__ import annotations

from django.utils.translation import gettext as _

from danvan.petitions.shapes import Door, Gate


def gate() -> Gate:
    """In the language of the request."""
    return Gate(
        question=_("What is it about?"),
        help=_("Choose before you write: not everything may be sent on this page."),
        doors=(_feedback(), _recommendation(), _complaint(), _denunciation(), _secret()),
    )


def _feedback() -> Door:
    return Door(
        "feedback",
        _("Something does not work or is wrong"),
        _("A broken road, waste, noise, a slow office."),
        open=True,
    )


def _recommendation() -> Door:
    return Door(
        "recommendation",
        _("I have a proposal or a request"),
        _("About policy, planning or how we work."),
        open=True,
    )


def _complaint() -> Door:
    return Door(
        "complaint",
        _("I ask to review a decision that concerns me"),
        _("A decision or an act of an office that harms your own rights."),
        open=False,
        title=_("This is a formal complaint"),
        text=(
            _(
                "A complaint has its own procedure and limits, so it is not taken on this page and nothing you type is kept."
            ),
            _(
                "Send a signed letter to the office that made the decision, or hand it in at the reception of citizens."
            ),
            _("You have 90 days from the day you learned of the decision."),
        ),
        source=_("Law on Complaints, art. 7 to 9"),
    )


def _denunciation() -> Door:
    return Door(
        "denunciation",
        _("I want to report that somebody broke the law"),
        _("An official, an office or anybody else."),
        open=False,
        title=_("This is a denunciation; do not write it here"),
        text=(
            _(
                "The law protects your name, your address and everything that points to you. "
                "This page cannot protect them well enough."),
            _(
                "Hand in a signed letter or come in person to the office with power over that person, "
                "to its inspectorate, or to the reception of citizens."),
            _("What is typed on this page is information only and no lawful denunciation."),
        ),
        source=_("Law on Denunciations, art. 8, 22 and 23"),
    )  # fmt: skip


def _secret() -> Door:
    return Door(
        "secret",
        _("It contains a state secret"),
        _("Papers or facts marked as secret."),
        open=False,
        title=_("State secrets are not sent over the network"),
        text=(_("Bring it in person to the office responsible. Do not photograph or type it."),),
        source=_("Law on the Protection of State Secrets, art. 5"),
    )
