"""How the audit log and the stories tell what was done here."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

PHRASES = {
    "exemplars.model_registered": _("registered a model"),
    "exemplars.model_edited": _("changed the description of a model"),
    "exemplars.model_measured": _("added a number to a model"),
    "exemplars.model_shown": _("added a file to a model"),
    "exemplars.model_activated": _("recorded that a model works"),
    "exemplars.model_copied": _("recorded that a model was copied"),
    "exemplars.model_assessed": _("checked a model"),
    "exemplars.model_recognised": _("recognised a model"),
    "exemplars.model_reverified": _("verified a model again"),
    "exemplars.model_lapsed": _("let a model lapse that was not verified again"),
    "exemplars.model_stopped": _("stopped a model"),
    "exemplars.model_withdrawn": _("withdrew a model"),
    "exemplars.model_taken_back": _("took a step of a model back"),
    "exemplars.model_passed": _("ended a model with its unit"),
    "exemplars.model_continued": _("continued a model of a closed unit"),
    "exemplars.model_returned": _("gave a model back to its unit"),
    "exemplars.models_at_once": _("took a step for many models"),
    "exemplars.models_taken_back": _("took a step for many models back"),
    "exemplars.models_taken_over": _("took over models of the past"),
    "exemplars.models_stepped": _("took over steps of models"),
    "exemplars.awards_taken_over": _("took over awards of the past"),
    "exemplars.contest_planned": _("planned a contest"),
    "exemplars.contest_edited": _("changed a contest"),
    "exemplars.contest_opened": _("opened a contest for entries"),
    "exemplars.contest_judging": _("began to judge a contest"),
    "exemplars.contest_scored": _("entered a sheet of the jury"),
    "exemplars.contest_round_closed": _("closed a round of a contest"),
    "exemplars.contest_cancelled": _("cancelled a contest"),
    "exemplars.entry_sent": _("sent in an entry"),
    "exemplars.entry_withdrawn": _("withdrew an entry"),
    "exemplars.award_launched": _("began a commendation proposal"),
    "exemplars.award_edited": _("changed a commendation proposal"),
    "exemplars.award_proposed": _("proposed a commendation"),
    "exemplars.award_reviewed": _("recorded the council's vote"),
    "exemplars.award_submitted": _("submitted a commendation proposal"),
    "exemplars.award_decided": _("recorded the decision on a commendation"),
    "exemplars.award_presented": _("recorded that an award was presented"),
    "exemplars.award_refused": _("refused a commendation proposal"),
}

# What an entry was about.
RECORDS = {
    "skilledmodel": _("model"),
    "bulkstep": _("step for many models"),
    "contest": _("contest"),
    "entry": _("entry of a contest"),
    "award": _("commendation proposal"),
}

# The story of a model, step by step.
MODEL_STEPS = {
    "registered": pgettext_lazy("model", "registered"),
    "activated": _("active"),
    "copied": _("copied by another unit"),
    "assessed": _("checked on the spot"),
    "recognised": pgettext_lazy("model", "recognised"),
    "reverified": _("verified again"),
    "lapsed": _("lapsed"),
    "stopped": pgettext_lazy("model", "stopped"),
    "withdrawn": _("withdrawn"),
    "taken_back": _("last step taken back"),
    "passed": _("unit closed"),
    "continued": _("taken over from the closed unit"),
    "returned": _("back in its unit"),
}

AWARD_STEPS = {
    "launched": pgettext_lazy("award", "movement launched"),
    "proposed": pgettext_lazy("award", "proposed"),
    "reviewed": pgettext_lazy("award", "reviewed by the council"),
    "submitted": pgettext_lazy("award", "submitted"),
    "decided": pgettext_lazy("award", "decided"),
    "presented": pgettext_lazy("award", "presented"),
    "refused": pgettext_lazy("award", "refused"),
}
