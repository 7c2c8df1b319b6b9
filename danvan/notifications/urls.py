from django.urls import path

from danvan.notifications import views

app_name = "notifications"

urlpatterns = [
    path("", views.messages, name="list"),
    path("da-doc/", views.all_read, name="all_read"),
    path("tuy-chon/", views.preferences, name="preferences"),
    path("<int:pk>/", views.open_message, name="open"),
]
