"""Addresses under /don-vi/. What names a page comes before what may be a unit's code."""

from django.urls import path, register_converter

from danvan.organizations.views import changes, people, proposals, tree, units


class Code:
    """A unit's code: capital letters, digits, dot and dash as they were given."""

    regex = "[A-Za-z0-9][A-Za-z0-9_.-]*"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Verb(Code):
    """What can be done to a person's account."""

    regex = "dat-lai|moi-lai|khoa|mo-khoa"


register_converter(Code, "unit_code")
register_converter(Verb, "account_verb")

app_name = "organizations"
urlpatterns = [
    path("", tree.tree, name="tree"),
    path("so-sanh/", tree.compare, name="compare"),
    path("thay-doi/", changes.index, name="changes"),
    path("thay-doi/moi/<slug:kind>/", changes.change, name="change"),
    path("thay-doi/<int:pk>/", changes.made, name="change_made"),
    path("thay-doi/<int:pk>/hoan-tac/", changes.undo, name="undo"),
    path("nguoi-dung/", people.index, name="people"),
    path("nguoi-dung/moi/", people.invite, name="invite"),
    path("nguoi-dung/cho-xac-nhan/", people.waiting, name="waiting"),
    path("nguoi-dung/cho-xac-nhan/<int:pk>/", people.decide, name="decide"),
    path("nguoi-dung/<int:pk>/", people.person, name="person"),
    path("nguoi-dung/<int:pk>/<account_verb:verb>/", people.act, name="person_act"),
    path("chuc-danh/<int:pk>/ket-thuc/", units.end, name="end_post"),
    path("chuc-danh/<int:pk>/uy-quyen/", units.deputise, name="deputise"),
    path("de-nghi/", proposals.index, name="proposals"),
    path("de-nghi/<int:pk>/", proposals.decide, name="decide_proposal"),
    path("de-nghi/<int:pk>/rut/", proposals.withdraw, name="withdraw_proposal"),
    path("<unit_code:code>/", units.unit, name="unit"),
    path("<unit_code:code>/de-nghi/", proposals.propose, name="propose"),
    path("<unit_code:code>/giao-viec/", units.give, name="give_post"),
]
