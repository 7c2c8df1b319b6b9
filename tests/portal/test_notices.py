"""Notices: plain text with a few signs, by the policy table, published by a named person, taken back with a reason."""

import secrets
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from danvan.audit.models import AuditEntry
from danvan.common.errors import NotAllowed, OutOfSight
from danvan.portal import plain_text, services
from danvan.portal.errors import ChangedMeanwhile, Gone
from danvan.portal.models import Article

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Một dòng", "<p>Một dòng</p>"),
        ("Một\nhai\n\nba", "<p>Một\nhai</p>\n<p>ba</p>"),
        ("# Đầu\n### Nhỏ", "<h2>Đầu</h2>\n<h3>Nhỏ</h3>"),
        ("- a\n- b\n\n1. c\n2) d", "<ul><li>a</li><li>b</li></ul>\n<ol><li>c</li><li>d</li></ol>"),
        ("[đây](https://a.vn/b)", '<p><a href="https://a.vn/b" rel="nofollow noopener">đây</a></p>'),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ('[x](https://a.vn/"onclick=y)', "<p>[x](https://a.vn/&quot;onclick=y)</p>"),
        ("<b>x</b> & y", "<p>&lt;b&gt;x&lt;/b&gt; &amp; y</p>"),
        ("", ""),
    ],
)
def test_a_few_signs_and_nothing_else(text, html):
    assert str(plain_text.html(text)) == html


def test_hostile_text_never_becomes_an_element_of_its_own():
    import re

    signs = [
        "<script>",
        "](",
        "[",
        "https://",
        "javascript:",
        '"',
        "'>",
        "\n- ",
        "\n## ",
        "&lt;",
        "<a href=",
        "onload=",
    ]
    for number in range(3000):
        text = "".join(signs[(number * 7 + step * step) % len(signs)] for step in range(number % 11))
        tags = set(re.findall(r"<\s*/?\s*([a-z0-9]+)", str(plain_text.html(text))))
        assert tags <= {"p", "h2", "h3", "ul", "ol", "li", "a"}, text


def draft(actors, cast, now, who="consolidator", unit="HN-01"):
    return services.write(
        unit=cast.units[unit],
        title="Nghỉ lễ",
        summary="",
        text="Trụ sở nghỉ ngày 30/4.",
        by=actors[who],
        at=now,
    )


def test_an_officer_writes_but_does_not_publish(actors, cast, now):
    row = draft(actors, cast, now, "officer", "HN-01-01")
    with pytest.raises(NotAllowed):
        services.publish(article_id=row.pk, version=row.version, by=actors["officer"], at=now)
    with pytest.raises(OutOfSight):
        services.edit(
            article_id=row.pk, version=1, title="x", summary="", text="x", by=actors["outsider"], at=now
        )
    row.refresh_from_db()
    assert row.state == "draft" and row.title == "Nghỉ lễ"


def test_draft_published_taken_back_each_in_the_log(actors, cast, now):
    row = draft(actors, cast, now)
    by = {"by": actors["consolidator"], "at": now}
    with pytest.raises(Gone):
        services.take_back(article_id=row.pk, version=1, reason="x", **by)
    services.publish(article_id=row.pk, version=1, **by)
    with pytest.raises(Gone):
        services.publish(article_id=row.pk, version=2, **by)
    services.take_back(article_id=row.pk, version=2, reason="Ngày sai", **by)
    with pytest.raises(Gone):
        services.edit(article_id=row.pk, version=3, title="x", summary="", text="x", **by)
    said = [
        entry.action for entry in AuditEntry.objects.order_by("seq") if entry.action.startswith("portal.")
    ]
    assert said == ["portal.notice_written", "portal.notice_published", "portal.notice_taken_back"]


def test_whoever_comes_second_is_told_and_keeps_the_text(actors, cast, now, client_for):
    row = draft(actors, cast, now)
    same = {
        "article_id": row.pk,
        "version": 1,
        "title": "Nghỉ lễ",
        "summary": "",
        "by": actors["consolidator"],
        "at": now,
    }
    services.edit(text="Bản thứ nhất", **same)
    with pytest.raises(ChangedMeanwhile) as told:
        services.edit(text="Bản thứ hai", **same)
    assert told.value.detail["theirs"] == "Bản thứ nhất"
    page = client_for(cast["consolidator"]).post(
        reverse("portal:article", args=[row.pk]),
        {"title": "Nghỉ lễ", "summary": "", "text": "Bản thứ hai", "version": 1},
    )
    said = page.content.decode()
    assert page.status_code == 409 and "Bản thứ nhất" in said and "Bản thứ hai" in said


def test_written_once_and_published_through_the_pages(client_for, cast, now, anybody):
    client = client_for(cast["consolidator"])
    form = {
        "unit": "HN-01",
        "title": "Tiêm chủng",
        "summary": "",
        "text": "Sáng thứ bảy.",
        "once": secrets.token_urlsafe(16),
    }
    for _press in range(3):
        made = client.post(reverse("portal:write"), form)
    row = Article.unscoped.get()
    assert made.url == reverse("portal:article", args=[row.pk])
    assert "Tiêm chủng" not in anybody.get(reverse("portal:news")).content.decode()
    client.post(reverse("portal:publish", args=[row.pk]), {"version": row.version})
    assert "Tiêm chủng" in anybody.get(reverse("portal:news")).content.decode()
    row.refresh_from_db()
    client.post(reverse("portal:take_back", args=[row.pk]), {"version": row.version, "reason": "Đổi ngày"})
    assert "Tiêm chủng" not in anybody.get(reverse("portal:news")).content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [("officer", 404), ("outsider", 404), ("city_consolidator", 403), ("consolidator", 302)],
)
def test_who_may_publish(who, status, client_for, actors, cast, now):
    row = draft(actors, cast, now)
    answer = client_for(cast[who]).post(reverse("portal:publish", args=[row.pk]), {"version": 1})
    row.refresh_from_db()
    assert answer.status_code == status and (row.state == "published") == (status == 302)


def test_a_correction_is_told_openly(notice, actors, now, anybody):
    from datetime import timedelta

    services.edit(
        article_id=notice.pk, version=notice.version, title=notice.title, summary="", text="Đã sửa giờ.",
        by=actors["consolidator"], at=now + timedelta(hours=2),
    )  # fmt: skip
    page = anybody.get(reverse("portal:notice", args=[notice.pk])).content.decode()
    assert "sửa lúc 16/03/2020 11:00" in page and "Đã sửa giờ." in page


def test_the_feed_is_atom_and_says_when_nothing_changed(notice, anybody):
    address = reverse("portal:feed")
    answer = anybody.get(address)
    root = ElementTree.fromstring(answer.content)
    (entry,) = root.findall(f"{ATOM}entry")
    assert entry.find(f"{ATOM}title").text == "Cấp nước tạm dừng"
    assert "<h2>Vì sao</h2>" in entry.find(f"{ATOM}content").text
    again = anybody.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304 and not again.content
