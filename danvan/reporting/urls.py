from django.urls import path

from danvan.reporting.views import (
    board,
    catalogue,
    cells,
    entry,
    exports,
    forms_admin,
    remarks,
    review,
    rounds,
    supplements,
    totals,
    trace,
    versions,
)

app_name = "reporting"

urlpatterns = [
    path("", board.board, name="board"),
    path("mo-ky/", rounds.open_round, name="open_round"),
    path("ky/<int:round_id>/nhac/", rounds.remind, name="remind"),
    path("ky/<int:round_id>/nhan/", rounds.accept_many, name="accept_many"),
    path("ky/<int:round_id>/khoa/", rounds.close, name="close"),
    path("<int:submission_id>/", entry.entry, name="entry"),
    path("<int:submission_id>/o/", cells.cells, name="cells"),
    path("<int:submission_id>/o/<str:code>/", remarks.remark, name="remark"),
    path("<int:submission_id>/phien-ban/<int:number>/", versions.version, name="version"),
    path("<int:submission_id>/xem-xet/", review.review, name="review"),
    path("<int:submission_id>/nhan/", review.accept, name="accept"),
    path("<int:submission_id>/tra-lai/", review.send_back, name="send_back"),
    path("<int:submission_id>/rut-lai/", review.take_back, name="take_back"),
    path("<int:submission_id>/bo-sung/", supplements.supplement, name="supplement"),
    path("<int:submission_id>/thoi-han/", rounds.terms, name="terms"),
    path("so-lieu/", totals.totals, name="totals"),
    path("so-lieu/xuat.xlsx", exports.excel, name="excel"),
    path("so-lieu/xuat.csv", exports.csv, name="csv"),
    path("bieu-mau/", catalogue.indicators, name="indicators"),
    path("bieu-mau/chi-tieu-moi/", catalogue.new, name="indicator_new"),
    path("bieu-mau/chi-tieu/<str:indicator>/", catalogue.indicator, name="indicator"),
    path("bieu-mau/chi-tieu/<str:indicator>/sua/", catalogue.edit, name="indicator_edit"),
    path("bieu-mau/bieu/", forms_admin.report_forms, name="report_forms"),
    path("bieu-mau/bieu-moi/", forms_admin.new, name="report_form_new"),
    path("bieu-mau/bieu/<str:form_code>/", forms_admin.report_form, name="report_form"),
    path("bieu-mau/bieu/<str:form_code>/phien-ban-moi/", forms_admin.publish, name="publish_form"),
    path("nguon/<str:unit>/<str:period>/<str:indicator>/", trace.trace, name="trace"),
]
