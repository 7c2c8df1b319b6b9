"""What each component draws, and what it refuses."""

import re
from datetime import date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import TemplateSyntaxError
from django.utils import translation

from danvan.ui import examples
from danvan.ui.icons import ICONS
from danvan.ui.widgets import DayField

pytestmark = pytest.mark.one_engine

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture(autouse=True)
def _vietnamese():
    with translation.override("vi"):
        yield


def squeezed(html):
    return re.sub(r"\s+", " ", html).strip()


class TestPrinting:
    @pytest.mark.parametrize(
        ("source", "value", "printed"),
        [
            ("{{ value|figure }}", 8597, "8.597"),
            ("{{ value|figure }}", 0, "0"),
            ("{{ value|figure }}", None, "–"),
            ("{{ value|figure:1 }}", 12.5, "12,5"),
            ("{{ value|percent }}", 12.5, "12,5\xa0%"),
            ("{{ value|percent }}", None, "–"),
            ("{{ value|day }}", date(2020, 3, 5), "05/03/2020"),
            ("{{ value|day }}", None, "–"),
            ("{{ value|day }}", datetime(2020, 3, 4, 20, 0, tzinfo=ZoneInfo("UTC")), "05/03/2020"),
            ("{{ value|moment }}", datetime(2020, 3, 5, 14, 5, tzinfo=HANOI), "05/03/2020 14:05"),
            ("{{ value|moment }}", None, "–"),
        ],
    )
    def test_filters(self, draw, source, value, printed):
        assert draw(source, value=value) == printed

    @pytest.mark.parametrize(
        ("on", "words"),
        [
            (date(2020, 3, 29), "còn 3 ngày"),
            (date(2020, 3, 27), "ngày mai"),
            (date(2020, 3, 26), "hôm nay"),
            (date(2020, 3, 21), "quá hạn 5 ngày (từ 21/03)"),
        ],
    )
    def test_days_in_words(self, draw, on, words):
        assert draw("{% in_words_days on today %}", on=on, today=date(2020, 3, 26)) == words

    def test_without_a_day_it_reckons_from_the_house_clock(self, draw, settings):
        settings.TODAY = "2020-03-26"
        assert draw("{% in_words_days on %}", on=date(2020, 3, 27)) == "ngày mai"


REFUSED = [
    '<c-badge tone="red">x</c-badge>',
    '<c-button tone="big">x</c-button>',
    '<c-button type="link">x</c-button>',
    '<c-icon name="unicorn" />',
    '<c-message tone="loud">x</c-message>',
    '<c-note tone="info">x</c-note>',
    '<c-page-head lead="no title" />',
    "<c-empty>no title</c-empty>",
    "<c-table>no caption</c-table>",
    '<c-figure label="no door" value="1" />',
    '<c-figure value="1" href="#" />',
    "<c-field />",
    "<c-form-errors />",
    "<c-findings />",
    "<c-deadline />",
    '<c-deadline on="2020-03-01" />',
    '<c-bars title="no rows" />',
    '<c-bars :rows="[]" />',
    '<c-series title="x" :points="[]" kind="pie" />',
    '<c-series title="x" :points="[]" tone="pink" />',
    "<c-pager />",
    "<c-tabs />",
    '<c-badge style="color: red">x</c-badge>',
    '<c-badge onclick="alert(1)">x</c-badge>',
    '<c-badge tonne="good">x</c-badge>',
]


@pytest.mark.parametrize("source", REFUSED)
def test_refuses(compiled, source):
    with pytest.raises(TemplateSyntaxError):
        compiled(source)


@pytest.fixture
def compiled(draw):
    """Cotton compiles files only; the same compiler, for a string."""
    from django_cotton.compiler_regex import CottonCompiler

    def make(source, request=None, **context):
        return squeezed(draw(CottonCompiler().process(source), request, **context))

    return make


class TestComponents:
    @pytest.mark.parametrize("tone", ["neutral", "quiet", "good", "warn", "danger", "gold"])
    def test_badge(self, compiled, tone):
        assert compiled('<c-badge :tone="tone">đã gửi</c-badge>', tone=tone) == (
            f'<span class="badge badge--{tone}">đã gửi</span>'
        )

    def test_attributes_pass_on_escaped(self, compiled):
        drawn = compiled(
            '<c-button :data-confirm="words" class="wide" hx-post="/x/">Gửi</c-button>',
            words='"><script>alert(1)</script>',
        )
        assert "<script>" not in drawn
        assert "&quot;&gt;&lt;script&gt;" in drawn
        assert 'class="button button--plain wide"' in drawn
        assert 'hx-post="/x/"' in drawn

    def test_a_button_with_an_address_is_a_link(self, compiled):
        assert compiled('<c-button href="/a/?b=1&c=2" tone="primary">Mở</c-button>') == (
            '<a class="button button--primary" href="/a/?b=1&amp;c=2">Mở</a>'
        )

    def test_a_button_sends_its_name(self, compiled):
        drawn = compiled('<c-button name="step" value="send" disabled>Gửi</c-button>')
        assert 'type="submit" name="step" value="send"' in drawn
        assert 'disabled=""' in drawn

    def test_icons_are_in_the_sprite_and_silent(self, compiled):
        from django.contrib.staticfiles import finders

        with open(finders.find("ui/icons.svg")) as sprite:
            drawn = set(re.findall(r'<symbol id="(\w+)"', sprite.read()))
        assert drawn == set(ICONS) == set(examples.context()["icons"])
        assert 'aria-hidden="true"' in compiled('<c-icon name="log" />')

    def test_page_head_without_actions_has_no_empty_box(self, compiled):
        assert "page-head__actions" not in compiled('<c-page-head title="Báo cáo" />')
        assert "page-head__actions" in compiled('<c-page-head title="Báo cáo"><b>x</b></c-page-head>')

    def test_a_page_variable_does_not_leak_into_a_component(self, compiled):
        assert "leaked" not in compiled('<c-page-head title="Báo cáo" />', lead="leaked", eyebrow="leaked")

    def test_figure_is_a_door(self, compiled):
        drawn = compiled(
            '<c-figure label="Giám sát" value="8.597" unit="cuộc" completeness="615/615" href="/x/" />'
        )
        assert drawn.startswith('<a class="figure" href="/x/">')
        assert "615/615" in drawn
        assert "figure__change" not in drawn

    @pytest.mark.parametrize(
        ("on", "done", "tone", "words"),
        [
            (date(2020, 4, 30), False, "neutral", "còn 35 ngày"),
            (date(2020, 3, 28), False, "warn", "còn 2 ngày"),
            (date(2020, 3, 1), False, "danger", "quá hạn 25 ngày"),
            (date(2020, 3, 1), True, "quiet", "đã xong"),
        ],
    )
    def test_deadline(self, compiled, on, done, tone, words):
        source = '<c-deadline :on="on" :today="today" :done="done" />'
        drawn = compiled(source, on=on, today=date(2020, 3, 26), done=done)
        assert f"deadline--{tone}" in drawn
        assert words in drawn
        assert f'datetime="{on:%Y-%m-%d}"' in drawn

    def test_findings_put_errors_first_and_link_to_the_cell(self, compiled):
        found = [
            SimpleNamespace(severity="warning", message="W", anchor=""),
            SimpleNamespace(severity="error", message="E <b>", anchor="c12"),
        ]
        drawn = compiled('<c-findings :findings="found" />', found=found)
        assert drawn.index("E &lt;b&gt;") < drawn.index("W")
        assert '<a href="#c12">' in drawn
        assert "1 lỗi phải sửa trước khi gửi · 1 cảnh báo cần giải trình" in drawn
        assert compiled('<c-findings :findings="found" />', found=[]) == ""

    def test_table_scrolls_in_a_box_one_can_reach(self, compiled):
        drawn = compiled('<c-table caption="Đơn vị"><tbody></tbody></c-table>')
        assert '<div class="table-box" role="region" aria-label="Đơn vị" tabindex="0">' in drawn
        assert "<caption>Đơn vị</caption>" in drawn

    def test_bars_are_their_own_table(self, compiled):
        rows = [
            {"label": "Thành phố", "value": 434, "shown": "434", "tone": "city", "href": "/tp/"},
            {"label": "Xã", "value": None, "shown": "chưa báo cáo", "tone": "commune"},
        ]
        drawn = compiled('<c-bars :rows="rows" title="Theo cấp" unit="cuộc" />', rows=rows)
        assert drawn.count("<rect") == 1
        assert '<th scope="row"><a href="/tp/">Thành phố</a></th>' in drawn
        assert 'width="100%"' in drawn
        assert "chưa báo cáo" in drawn

    def test_coordinates_have_no_decimal_comma(self, compiled):
        rows = [{"label": "a", "value": 1, "shown": "1"}, {"label": "b", "value": 3, "shown": "3"}]
        drawn = compiled('<c-bars :rows="rows" title="t" />', rows=rows)
        assert 'width="33.33%"' in drawn

    @pytest.mark.parametrize("kind", ["columns", "line"])
    def test_series_has_a_break_and_a_table(self, compiled, kind):
        points = examples.context()["quarters"]
        drawn = compiled(
            '<c-series :points="points" title="Giám sát" :kind="kind" />', points=points, kind=kind
        )
        assert drawn.count("series__break") == 1
        assert drawn.count('<th scope="row">') == len(points)
        assert 'role="img"' in drawn
        assert drawn.count("<rect" if kind == "columns" else "<circle") == 7

    def test_pager_keeps_the_filters(self, compiled, request_of):
        page = Paginator(range(1, 101), 10).page(2)
        drawn = compiled('<c-pager :page="page" />', request_of("/?level=city&page=2"), page=page)
        assert 'rel="prev" href="?level=city&amp;page=1"' in drawn
        assert 'rel="next" href="?level=city&amp;page=3"' in drawn
        assert "Trang 2/10, tất cả 100 mục" in drawn

    def test_one_page_needs_no_pager(self, compiled):
        assert compiled('<c-pager :page="page" />', page=Paginator(range(3), 10).page(1)) == ""

    def test_tabs_name_the_current_one(self, compiled):
        drawn = compiled('<c-tabs :items="items" />', items=examples.context()["tabs"])
        assert drawn.count('aria-current="page"') == 1


class ThreeKinds(forms.Form):
    name = forms.CharField(help_text="Ghi <b>đầy đủ</b>")
    way = forms.ChoiceField(widget=forms.RadioSelect, choices=[("a", "A")], help_text="Chọn một")
    agreed = forms.BooleanField(help_text="Đọc trước")
    secret = forms.CharField(widget=forms.HiddenInput)


class TestFields:
    @pytest.mark.parametrize("name", ["name", "way", "agreed"])
    def test_everything_said_about_a_field_is_tied_to_it(self, compiled, name):
        form = ThreeKinds({})
        drawn = compiled('<c-field :field="field" />', field=form[name])
        described = re.search(r'aria-describedby="([^"]+)"', drawn)[1].split()
        assert len(described) == 2
        for target in described:
            assert f'id="{target}"' in drawn
        assert 'aria-invalid="true"' in drawn

    def test_a_group_is_a_fieldset_and_a_text_has_a_label(self, compiled):
        form = ThreeKinds()
        assert "<legend>" in compiled('<c-field :field="field" />', field=form["way"])
        drawn = compiled('<c-field :field="field" />', field=form["name"])
        assert '<label for="id_name">' in drawn
        assert "aria-invalid" not in drawn

    def test_help_is_text(self, compiled):
        assert "<b>đầy đủ" not in compiled('<c-field :field="field" />', field=ThreeKinds()["name"])

    def test_hidden_fields_are_bare(self, compiled):
        assert "<label" not in compiled('<c-field :field="field" />', field=ThreeKinds()["secret"])

    def test_the_summary_links_to_each_field(self, compiled):
        form = ThreeKinds({})
        form.add_error(None, "Đợt này đã đóng.")
        drawn = compiled('<c-form-errors :form="form" />', form=form)
        assert '<a href="#id_name">' in drawn
        assert "Đợt này đã đóng." in drawn
        assert 'role="alert"' in drawn
        assert compiled('<c-form-errors :form="form" />', form=ThreeKinds()) == ""

    @pytest.mark.parametrize("typed", ["05/03/2026", "5/3/2026", "5-3-2026", "5.3.2026", "2026-03-05"])
    def test_days_as_people_type_them(self, typed):
        assert DayField().clean(typed) == date(2026, 3, 5)

    @pytest.mark.parametrize("typed", ["31/02/2026", "03/15/2026", "hôm qua"])
    def test_days_that_are_none(self, typed):
        with pytest.raises(forms.ValidationError, match="05/03/2026"):
            DayField().clean(typed)

    def test_a_day_is_shown_as_it_is_typed(self):
        assert 'value="05/03/2026"' in str(DayField().widget.render("d", date(2026, 3, 5)))
