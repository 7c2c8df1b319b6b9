from django.urls import path

from danvan.briefings.views import (
    dialogues,
    documents,
    issuing,
    meeting_steps,
    meeting_tasks,
    meetings,
    templates,
)

app_name = "briefings"
urlpatterns = [
    path("", documents.documents, name="documents"),
    path("moi/", documents.new, name="new"),
    path("mau/", templates.templates, name="templates"),
    path("mau/<int:pk>/", templates.template, name="template"),
    path("mau/<int:pk>/ban-thu/", templates.sample, name="template_sample"),
    path("mau/<int:pk>/su-dung/", templates.activate, name="template_activate"),
    path("mau/<int:pk>/ngung/", templates.retire, name="template_retire"),
    path("mau/co-san/<slug:kind>/<slug:fmt>/", templates.default, name="template_default"),
    path("doi-thoai/<int:dialogue_id>/<slug:paper>/<slug:fmt>/", dialogues.paper, name="dialogue_paper"),
    path("giao-ban/", meetings.meetings, name="meetings"),
    path("giao-ban/xuat.xlsx", meetings.excel, name="meetings_excel"),
    path("giao-ban/xuat.csv", meetings.csv, name="meetings_csv"),
    path("giao-ban/moi/", meetings.plan, name="meeting_plan"),
    path("giao-ban/<int:meeting_id>/", meetings.meeting, name="meeting"),
    path("giao-ban/<int:meeting_id>/sua/", meetings.edit, name="meeting_edit"),
    path("giao-ban/<int:meeting_id>/buoc/<slug:step>/", meeting_steps.step, name="meeting_step"),
    path("giao-ban/<int:meeting_id>/trinh-chieu/", meeting_steps.show, name="meeting_slides"),
    path("giao-ban/<int:meeting_id>/tai-lieu/lap/", meeting_steps.make, name="meeting_make"),
    path("giao-ban/<int:meeting_id>/tai-lieu/<int:number>/", meeting_steps.package, name="meeting_package"),
    path(
        "giao-ban/<int:meeting_id>/tai-lieu/<int:number>/tai-ve.zip",
        meeting_steps.archive,
        name="meeting_zip",
    ),
    path(
        "giao-ban/<int:meeting_id>/tai-lieu/<int:number>/<slug:paper>/<slug:fmt>/",
        meeting_steps.paper,
        name="meeting_paper",
    ),
    path("giao-ban/<int:meeting_id>/nhiem-vu/", meeting_tasks.tasks, name="meeting_tasks"),
    path("giao-ban/<int:meeting_id>/nhiem-vu/giao/", meeting_tasks.give, name="meeting_give"),
    path(
        "giao-ban/<int:meeting_id>/nhiem-vu/<int:task_id>/rut/",
        meeting_tasks.take_back,
        name="meeting_take_back",
    ),
    path("<int:pk>/", documents.document, name="document"),
    path("<int:pk>/phan/<slug:key>/", documents.narrative, name="narrative"),
    path("<int:pk>/the-thuc/", documents.details, name="details"),
    path("<int:pk>/ban-hanh/", issuing.issue, name="issue"),
    path("<int:pk>/dinh-chinh/", issuing.erratum, name="erratum"),
    path("<int:pk>/dinh-chinh/<int:number>/", issuing.erratum_word, name="erratum_word"),
    path("<int:pk>/tai-ve/<slug:output>/", documents.download, name="download"),
]
