from django.urls import path

from danvan.commitments.views import acting, exports, lists, story

app_name = "commitments"

urlpatterns = [
    path("", lists.owed, name="owed"),
    path("duoc-hua/", lists.due_to_us, name="to_us"),
    path("toan-canh/", lists.wall, name="wall"),
    path("danh-sach/", lists.every, name="every"),
    path("danh-sach/excel/", exports.excel, name="excel"),
    path("danh-sach/csv/", exports.csv, name="csv"),
    path("moi/", acting.give, name="give"),
    path("nhac/", acting.remind_many, name="remind_many"),
    path("<int:pk>/", story.story, name="story"),
    path("<int:pk>/minh-chung/<int:proof_id>/", story.proof, name="proof"),
    path("<int:pk>/<slug:verb>/", acting.act, name="act"),
]
