from django.urls import path

from danvan.workspace import views

app_name = "workspace"
urlpatterns = [
    path("", views.this_week, name="this_week"),
    path("kha-nang-tiep-can/", views.accessibility, name="accessibility"),
    path("tro-giup/", views.help_page, name="help"),
]
