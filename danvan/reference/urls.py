from datetime import date

from django.urls import path, register_converter

from danvan.reference.views import days, hours, rules, topics

app_name = "reference"


class IsoDate:
    """A day in an address: 2026-02-17."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(IsoDate, "isodate")


class RuleCode:
    """The code of a rule: petition.answer."""

    regex = "[a-z_]+[.][a-z_]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(RuleCode, "rule_code")

urlpatterns = [
    path("", days.calendar, name="calendar"),
    path("chu-de/", topics.topics, name="topics"),
    path("chu-de/<int:topic_id>/xac-nhan/", topics.confirm, name="confirm_topic"),
    path("chu-de/<int:topic_id>/ket-thuc/", topics.end, name="end_topic"),
    path("them/", days.add_day, name="add_day"),
    path("tinh-han/", rules.reckon, name="reckon"),
    path("han/", rules.index, name="rules"),
    path("han/<rule_code:code>/", rules.rule, name="rule"),
    path("gio-lam-viec/", hours.index, name="hours"),
    path("gio-lam-viec/<str:code>/", hours.unit, name="hours_of_unit"),
    path("<isodate:day>/", days.change_day, name="change_day"),
    path("<isodate:day>/bo/", days.remove_day, name="remove_day"),
]
