from django.urls import path

from danvan.engagement.views import (
    coverage,
    dialogues,
    exports,
    moderating,
    questions,
    recording,
    situation,
    steps,
    trainings,
    watching,
)

app_name = "engagement"

urlpatterns = [
    path("", dialogues.board, name="dialogues"),
    path("xuat.xlsx", exports.dialogues, name="dialogues_excel"),
    path("tinh-hinh/xuat.xlsx", exports.situation, name="situation_excel"),
    path("ke-hoach/moi/", dialogues.plan, name="plan"),
    path("cho-duyet/", moderating.queue, name="moderation"),
    path("theo-doi/", watching.board, name="watch"),
    path("<int:dialogue_id>/", dialogues.dialogue, name="dialogue"),
    path("<int:dialogue_id>/sua/", dialogues.edit, name="edit"),
    path("<int:dialogue_id>/buoc/<slug:step>/", steps.take, name="step"),
    path("<int:dialogue_id>/ghi-y-kien/", recording.record, name="record"),
    path("<int:dialogue_id>/ghi-y-kien/gui/", recording.send, name="send"),
    path("<int:dialogue_id>/cau-hoi/", questions.queue, name="questions"),
    path("cau-hoi/<int:question_id>/", questions.question, name="question"),
    path("y-kien/<int:opinion_id>/", recording.opinion, name="opinion"),
    path("y-kien/<int:opinion_id>/loi-van/", recording.wording, name="wording"),
    path("tap-huan/", trainings.board, name="trainings"),
    path("tap-huan/moi/", trainings.plan, name="training_plan"),
    path("tap-huan/xuat.xlsx", trainings.excel, name="trainings_excel"),
    path("tap-huan/do-phu/", coverage.board, name="training_coverage"),
    path("tap-huan/do-phu/xuat.xlsx", coverage.excel, name="training_coverage_excel"),
    path("tap-huan/chi-tieu/<str:code>/", trainings.required, name="training_required"),
    path("tap-huan/<int:training_id>/", trainings.training, name="training"),
    path("tap-huan/<int:training_id>/tai-lieu/", trainings.material, name="training_material"),
    path("tap-huan/<int:training_id>/<slug:step>/", trainings.step, name="training_step"),
    path("tinh-hinh/", situation.board, name="situation"),
    path("tinh-hinh/moi/", situation.write, name="note_write"),
    path("tinh-hinh/<int:note_id>/", situation.note, name="note"),
    path("tinh-hinh/<int:note_id>/sua/", situation.edit, name="note_edit"),
    path("tinh-hinh/<int:note_id>/quyet-dinh/", situation.decide, name="note_decide"),
    path("tinh-hinh/chu-de/<int:topic_id>/", situation.topic, name="topic"),
]
