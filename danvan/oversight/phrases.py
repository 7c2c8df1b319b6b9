"""How the audit log tells what was done here."""

from django.utils.translation import gettext_lazy as _

# The story of a session, step by step: states reached, and what happened beside them.
STEPS = {
    "planned": _("planned"),
    "requested": _("requested by the drafting body"),
    "approved": _("plan approved"),
    "decided": _("decided"),
    "team_formed": _("team formed"),
    "notified": _("body notified"),
    "report_received": _("report received"),
    "self_report_received": _("self-report received"),
    "draft_received": _("draft received"),
    "working_session": _("working session held"),
    "held": _("held"),
    "opinions_collected": _("opinions collected"),
    "visited": _("visited"),
    "reported": _("team has reported"),
    "concluded": _("concluded"),
    "conclusion_issued": _("conclusion issued"),
    "criticism_document_sent": _("criticism document sent"),
    "recommendation_sent": _("recommendations sent"),
    "note_written": _("note written"),
    "remedying": _("sent to be remedied"),
    "answered": _("everything answered"),
    "used_in_advice": _("used in advice"),
    "closed": _("closed"),
    "cancelled": _("cancelled"),
    "joint_proposed": _("proposed to go together"),
    "joined": _("joined by another unit"),
}

PHRASES = {
    **{f"oversight.session_{step}": words for step, words in STEPS.items()},
    "oversight.session_edited": _("changed the plan of a session"),
    "oversight.session_taken_back": _("took the last step of a session back"),
    "oversight.sessions_taken_over": _("took over sessions of the past"),
    "oversight.recommendation_written": _("wrote a recommendation"),
    "oversight.recommendation_changed": _("changed a recommendation"),
    "oversight.recommendation_taken_out": _("took a recommendation out"),
    "oversight.recommendation_answered": _("recorded the answer to a recommendation"),
    "oversight.recommendation_reopened": _("followed a commitment that was opened again"),
    "oversight.recommendation_reminded": _("reminded of a recommendation"),
    "oversight.opinion_entered": _("entered an opinion on a draft"),
    "oversight.opinion_changed": _("changed an opinion on a draft"),
    "oversight.opinion_decided": _("recorded what became of an opinion"),
    "oversight.plan_agreed": _("agreed the plan of the year"),
}

# What an entry was about.
RECORDS = {
    "supervisionsession": _("supervision"),
    "socialcriticism": _("social criticism"),
    "inspection": _("inspection"),
    "fieldsurvey": _("field survey"),
    "oversightsession": _("oversight session"),
    "supervisionrecommendation": _("recommendation"),
    "criticismopinion": _("opinion on a draft"),
    "yearplan": _("yearly plan"),
}
