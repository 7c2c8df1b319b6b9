from django.urls import path

from danvan.evaluation.views import acting, board, bulk, criteria, exports, opening, rounds, sheet

app_name = "evaluation"

urlpatterns = [
    path("", board.board, name="board"),
    path("xuat.xlsx", exports.listed, name="excel"),
    path("<int:evaluation_id>/", sheet.sheet, name="evaluation"),
    path("<int:evaluation_id>/xuat.xlsx", exports.sheet, name="sheet_excel"),
    path("<int:evaluation_id>/tu-cham/", acting.score, name="score"),
    path("<int:evaluation_id>/gui/", acting.submit, name="submit"),
    path("<int:evaluation_id>/rut-lai/", acting.take_back, name="take_back"),
    path("<int:evaluation_id>/tham-dinh/", acting.review, name="review"),
    path("<int:evaluation_id>/kien-nghi/", acting.appeal, name="appeal"),
    path("<int:evaluation_id>/giai-quyet/", acting.decide, name="decide"),
    path("dot/", rounds.rounds, name="rounds"),
    path("dot/mo/", opening.open_round, name="open_round"),
    path("dot/<int:round_id>/", rounds.round_, name="round"),
    path("dot/<int:round_id>/nhac/", bulk.remind, name="remind"),
    path("dot/<int:round_id>/cong-bo/", bulk.publish, name="publish"),
    path("dot/<int:round_id>/chot/", bulk.finalise, name="finalise"),
    path("bo-tieu-chi/", criteria.sets, name="sets"),
    path("bo-tieu-chi/moi/", criteria.new, name="set_new"),
    path("bo-tieu-chi/<int:set_id>/", criteria.detail, name="set"),
    path("bo-tieu-chi/<int:set_id>/de-muc/", criteria.group, name="group_new"),
    path("bo-tieu-chi/<int:set_id>/tieu-chi/", criteria.line, name="line_new"),
    path("bo-tieu-chi/<int:set_id>/tieu-chi/<int:line_id>/", criteria.line, name="line"),
    path("bo-tieu-chi/<int:set_id>/tieu-chi/<int:line_id>/bo/", criteria.remove, name="line_remove"),
    path("bo-tieu-chi/<int:set_id>/ban-hanh/", criteria.issue, name="issue"),
]
