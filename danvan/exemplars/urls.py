from django.urls import path

from danvan.exemplars.views import awards, contests, skilled, spreading, steps

app_name = "exemplars"

urlpatterns = [
    path("", skilled.board, name="models"),
    path("moi/", skilled.register, name="register"),
    path("tieu-bieu/", skilled.library, name="library"),
    path("danh-sach.xlsx", skilled.excel, name="models_excel"),
    path("danh-sach.csv", skilled.csv, name="models_csv"),
    path("bien-dong/", spreading.changes, name="changes"),
    path("nhan-rong/", spreading.spread, name="spread"),
    path("hang-loat/<slug:step>/", steps.at_once, name="at_once"),
    path("hang-loat/<int:bulk_id>/hoan-tac/", steps.take_back, name="take_back"),
    path("<int:model_id>/", skilled.model, name="model"),
    path("<int:model_id>/sua/", skilled.edit, name="edit"),
    path("<int:model_id>/nhan-rong/", spreading.tree, name="tree"),
    path("<int:model_id>/buoc/<slug:step>/", steps.take, name="step"),
    path("hoi-thi/", contests.board, name="contests"),
    path("hoi-thi/moi/", contests.plan, name="contest_plan"),
    path("hoi-thi/<int:contest_id>/", contests.contest, name="contest"),
    path("hoi-thi/<int:contest_id>/sua/", contests.edit, name="contest_edit"),
    path("hoi-thi/<int:contest_id>/buoc/<slug:step>/", contests.take, name="contest_step"),
    path("hoi-thi/<int:contest_id>/du-thi/", contests.enter, name="enter"),
    path("hoi-thi/<int:contest_id>/cham/<int:seat>/", contests.judge, name="judge"),
    path("hoi-thi/<int:contest_id>/ket-qua.xlsx", contests.excel, name="contest_excel"),
    path("hoi-thi/bai/<int:entry_id>/rut/", contests.withdraw, name="withdraw"),
    path("khen-thuong/", awards.board, name="awards"),
    path("khen-thuong/moi/", awards.draft, name="award_draft"),
    path("khen-thuong/hoi-dong/", awards.council, name="council"),
    path("khen-thuong/danh-sach.xlsx", awards.excel, name="awards_excel"),
    path("khen-thuong/<int:award_id>/", awards.award, name="award"),
    path("khen-thuong/<int:award_id>/sua/", awards.edit, name="award_edit"),
    path("khen-thuong/<int:award_id>/buoc/<slug:step>/", awards.take, name="award_step"),
]
