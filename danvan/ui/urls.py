from django.urls import path

from danvan.ui import views

app_name = "ui"

urlpatterns = [
    path("giao-dien/", views.catalogue, name="catalogue"),
    path("ngon-ngu/", views.switch_language, name="language"),
    path("healthz", views.healthz, name="healthz"),
]
