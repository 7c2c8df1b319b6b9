"""How the audit log tells what was done here."""

from django.utils.translation import gettext_lazy as _

PHRASES = {
    "engagement.dialogue_planned": _("planned a dialogue"),
    "engagement.dialogue_edited": _("changed a dialogue's plan"),
    "engagement.dialogue_announced": _("announced a dialogue"),
    "engagement.dialogue_collecting": _("opened a dialogue for questions"),
    "engagement.dialogue_postponed": _("postponed a dialogue"),
    "engagement.dialogue_cancelled": _("cancelled a dialogue"),
    "engagement.dialogue_held": _("recorded that a dialogue was held"),
    "engagement.dialogue_recounted": _("corrected the attendances of a dialogue"),
    "engagement.dialogue_minutes": _("recorded the minutes of a dialogue"),
    "engagement.dialogue_drafted": _("wrote the draft of a conclusion notice"),
    "engagement.dialogue_concluded": _("issued a conclusion notice"),
    "engagement.dialogue_published": _("published the result of a dialogue"),
    "engagement.dialogue_closed": _("closed a dialogue"),
    "engagement.dialogues_taken_over": _("took over dialogues of the past"),
    "engagement.question_sent": _("took in a question"),
    "engagement.question_taken": _("took a question to a dialogue"),
    "engagement.question_refused": _("left a question out"),
    "engagement.opinion_recorded": _("recorded an opinion"),
    "engagement.opinion_corrected": _("corrected the wording of an opinion"),
    "engagement.opinion_promised": _("entered a promise for an opinion"),
    "engagement.opinion_ended": _("decided how an opinion ends"),
    "engagement.opinion_followed": _("followed a promise that was closed"),
    "engagement.opinion_reopened": _("followed a promise that was opened again"),
    "engagement.training_planned": _("planned a training class"),
    "engagement.training_edited": _("changed a training class"),
    "engagement.training_announced": _("announced a training class"),
    "engagement.training_held": _("recorded that a training class was held"),
    "engagement.training_reported": _("reported on a training class"),
    "engagement.training_cancelled": _("cancelled a training class"),
    "engagement.training_material_added": _("added material to a training class"),
    "engagement.trainings_taken_over": _("took over training classes of the past"),
    "engagement.situation_taken_over": _("took over situation notes of the past"),
    "engagement.training_required": _("said how many posts must be trained"),
    "engagement.note_written": _("wrote a situation note"),
    "engagement.note_edited": _("changed a situation note"),
    "engagement.note_submitted": _("sent a situation note"),
    "engagement.note_reviewed": _("reviewed a situation note"),
    "engagement.note_merged": _("merged a situation note"),
    "engagement.topic_opened": _("began to follow a topic"),
    "engagement.topic_followed": _("moved a followed topic on"),
}

# What an entry was about.
RECORDS = {
    "dialogueconference": _("dialogue"),
    "dialogueopinion": _("opinion"),
    "advancequestion": _("question"),
    "trainingclass": _("training class"),
    "situationnote": _("situation note"),
    "situationtopic": _("followed topic"),
}

# The story of a dialogue, step by step.
STEPS = {
    "planned": _("planned"),
    "announced": _("announced"),
    "collecting": _("opened for questions"),
    "postponed": _("postponed"),
    "cancelled": _("cancelled"),
    "held": _("held"),
    "recounted": _("attendances corrected"),
    "minutes": _("minutes signed"),
    "drafted": _("conclusion drafted"),
    "concluded": _("conclusion notice issued"),
    "published": _("result published"),
    "closed": _("closed"),
}
