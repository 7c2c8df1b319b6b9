"""What the catalogue page shows: one lifelike example of every variant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from danvan.ui.icons import ICONS
from danvan.ui.widgets import DayField


@dataclass(frozen=True)
class Finding:
    severity: str
    message: str
    anchor: str


class ExampleForm(forms.Form):
    subject = forms.CharField(label=_("Subject"), max_length=120)
    held_on = DayField(label=_("Held on"), help_text=_("Day, month, year: 05/03/2026."))
    level = forms.ChoiceField(
        label=_("Level"), choices=[("", "–"), ("city", _("city")), ("commune", _("commune"))]
    )
    answer = forms.ChoiceField(
        label=_("Outcome"),
        widget=forms.RadioSelect,
        choices=[
            ("solved", _("solved")),
            ("explained", _("explained")),
            ("refused", _("refused with reason")),
        ],
    )
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    public = forms.BooleanField(
        label=_("May be published"), required=False, help_text=_("Without names of residents.")
    )


def context(page: str = "1") -> dict[str, Any]:
    return {
        "form": ExampleForm(initial={"held_on": date(2020, 3, 5)}, prefix="plain"),
        "wrong": ExampleForm({"wrong-held_on": "31/02/2020", "wrong-level": ""}, prefix="wrong"),
        "today": date(2020, 3, 26),
        "dates": [date(2020, 4, 10), date(2020, 3, 28), date(2020, 3, 26), date(2020, 2, 12)],
        "settled_on": date(2020, 3, 20),
        "findings": [
            Finding(
                "warning", "Ô C4 «Hội nghị»: tăng gấp 5 lần so với quý trước. Ghi lý do bên cạnh ô.", "c4"
            ),
            Finding(
                "error",
                "Ô C12 «Hội nghị định kỳ»: 50 lớn hơn tổng 47. Sửa một trong hai ô, hoặc ghi lý do.",
                "c12",
            ),
        ],
        "no_findings": [],
        "levels": [
            {"label": "Thành phố", "value": 434, "shown": "434", "tone": "city", "href": "#muc"},
            {"label": "Quận, huyện", "value": 2054, "shown": "2.054", "tone": "district", "href": "#muc"},
            {"label": "Xã, phường", "value": 6109, "shown": "6.109", "tone": "commune", "href": "#muc"},
            {"label": "Cơ quan", "value": None, "shown": "chưa báo cáo", "tone": "agency"},
        ],
        "quarters": [
            {
                "label": label,
                "value": value,
                "shown": shown,
                "break": cut,
                "note": "đổi biểu mẫu" if cut else "",
            }
            for label, value, shown, cut in [
                ("I/2018", 1810, "1.810", False),
                ("II/2018", 1954, "1.954", False),
                ("III/2018", 1740, "1.740", False),
                ("IV/2018", 2388, "2.388", False),
                ("I/2019", 1905, "1.905", True),
                ("II/2019", 2160, "2.160", False),
                ("III/2019", None, "–", False),
                ("IV/2019", 2471, "2.471", False),
            ]
        ],
        "units": [
            ("Quận Ba Đình", "14/14", 312, 4.1, "accepted"),
            ("Quận Hoàn Kiếm", "18/18", 287, -1.6, "sent"),
            ("Huyện Ba Vì", "30/31", 401, 12.5, "returned"),
            ("Huyện Sóc Sơn", "24/26", None, None, "late"),
        ],
        "page": Paginator(range(615), 50).get_page(page),
        "tabs": [
            {"label": "Tổng hợp", "href": "#muc", "current": True},
            {"label": "Theo đơn vị", "href": "#muc-2", "current": False},
            {"label": "Lịch sử", "href": "#muc-3", "current": False},
        ],
        "icons": ICONS,
        "tones": ["neutral", "quiet", "good", "warn", "danger", "gold"],
    }
