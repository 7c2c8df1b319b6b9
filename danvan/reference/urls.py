from datetime import date

from django.urls import path, register_converter

from danvan.reference import topic_pages, views

app_name = "reference"


class IsoDate:
    """A day in an address: 2026-02-17."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(IsoDate, "isodate")

urlpatterns = [
    path("", views.calendar, name="calendar"),
    path("chu-de/", topic_pages.topics, name="topics"),
    path("chu-de/<int:topic_id>/xac-nhan/", topic_pages.confirm, name="confirm_topic"),
    path("chu-de/<int:topic_id>/ket-thuc/", topic_pages.end, name="end_topic"),
    path("them/", views.add_day, name="add_day"),
    path("<isodate:day>/", views.change_day, name="change_day"),
    path("<isodate:day>/bo/", views.remove_day, name="remove_day"),
]
