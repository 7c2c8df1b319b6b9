from django.urls import path

from danvan.directives.views import carrying, cascades, documents, giving, programmes, relations, steps

app_name = "directives"

urlpatterns = [
    path("", documents.board, name="board"),
    path("xuat/<slug:form>/", documents.export, name="export"),
    path("du-thao/", documents.draft, name="draft"),
    path("van-ban-den/", documents.register, name="register"),
    path("<int:directive_id>/", documents.directive, name="directive"),
    path("<int:directive_id>/sua/", documents.edit, name="edit"),
    path("<int:directive_id>/buoc/<slug:step>/", steps.take, name="step"),
    path("<int:directive_id>/tep/<int:file_id>/", documents.file, name="file"),
    path("<int:directive_id>/quan-he/", relations.graph_of, name="graph"),
    path("quan-he/<int:relation_id>/bo/", relations.unrelate, name="unrelate"),
    path("<int:directive_id>/giao/", giving.give, name="give"),
    path("<int:directive_id>/rut-lai/", giving.take_back, name="take_back"),
    path("<int:directive_id>/tien-do/", cascades.picture, name="cascade"),
    path("<int:directive_id>/tien-do/xuat/", cascades.export, name="cascade_export"),
    path("<int:directive_id>/don-doc/", cascades.remind, name="remind"),
    path("duoc-giao/", carrying.given, name="given"),
    path("duoc-giao/xuat.xlsx", carrying.given_excel, name="given_excel"),
    path("duoc-giao/tiep-nhan/", carrying.acknowledge, name="acknowledge"),
    path("duoc-giao/<int:assignment_id>/", carrying.assignment, name="assignment"),
    path("duoc-giao/<int:assignment_id>/tep-ke-hoach/", carrying.plan_file, name="plan_file"),
    path("duoc-giao/<int:assignment_id>/<slug:step>/", carrying.take, name="assignment_step"),
    path("chuong-trinh/", programmes.programmes, name="programmes"),
    path("chuong-trinh/moi/", programmes.begin, name="programme_new"),
    path("chuong-trinh/<int:programme_id>/", programmes.programme, name="programme"),
    path("chuong-trinh/<int:programme_id>/sua/", programmes.edit, name="programme_edit"),
]
