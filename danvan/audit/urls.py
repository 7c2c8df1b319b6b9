from django.urls import path

from danvan.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.log, name="log"),
    path("tai-ve.csv", views.export, name="export"),
    path("kiem-tra/", views.check, name="check"),
]
