"""The pages: who gets in, what stands there, how many queries they take, and that every act works without a script."""

import csv as csv_reader
import io
import secrets
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from danvan.audit.models import AuditEntry
from danvan.commitments import services
from danvan.commitments.models import Commitment
from danvan.organizations.models import Role
from tests.commitments.conftest import DAY
from tests.files.samples import png

MINE = ["commitments:owed", "commitments:to_us", "commitments:wall", "commitments:every", "commitments:give"]


def once():
    return secrets.token_urlsafe(16)


def page(client, name, *args, **query):
    return client.get(reverse(f"commitments:{name}", args=args), query)


def post(client, made, verb, **body):
    return client.post(reverse("commitments:act", args=[made.pk, verb]), {"once": once(), **body})


@pytest.mark.parametrize("name", MINE)
def test_without_anything_each_page_says_what_will_stand_there(name, cast, client_for, moment):
    answer = client_for(cast["officer"]).get(reverse(name))
    assert answer.status_code == 200
    if name != "commitments:give":
        assert 'class="empty' in answer.content.decode()


@pytest.mark.parametrize("name", MINE)
def test_nobody_without_a_post_gets_in(name, client_for, moment, cast):
    from tests.support.factories import UserFactory

    assert client_for(UserFactory()).get(reverse(name)).status_code == 403


def test_lists_show_each_side_its_own(give, client_for, cast, moment):
    made = give()
    assert made.reference in page(client_for(cast["officer"]), "owed").content.decode()
    assert made.reference not in page(client_for(cast["officer"]), "to_us").content.decode()
    assert made.reference in page(client_for(cast["outsider"]), "to_us").content.decode()
    assert made.reference not in page(client_for(cast["outsider"]), "owed").content.decode()


def test_what_belongs_to_others_does_not_exist(give, client_for, cast, moment, act):
    made = give(asked_by=cast.commune, by=act("officer"))
    stranger, mine = client_for(cast["outsider"]), client_for(cast["officer"])
    for address in (
        reverse("commitments:story", args=[made.pk]),
        reverse("commitments:act", args=[made.pk, "bat-dau"]),
        reverse("commitments:story", args=[made.pk + 999]),
    ):
        assert stranger.get(address).status_code == 404
    assert mine.get(reverse("commitments:story", args=[made.pk])).status_code == 200
    assert mine.get(reverse("commitments:act", args=[made.pk, "xac-minh"])).status_code == 403
    assert mine.get(reverse("commitments:act", args=[made.pk, "khong-co"])).status_code == 404


def test_the_whole_life_by_forms(give, client_for, cast, moment):
    made = give()
    officer, asker = client_for(cast["officer"]), client_for(cast["outsider"])
    assert page(officer, "story", made.pk).content.decode().count("button--primary") == 1
    assert post(officer, made, "nhan", version=1).status_code == 302
    assert post(officer, made, "bat-dau", version=2, note="Đã khảo sát").status_code == 302
    picture = SimpleUploadedFile("anh.png", png(), "image/png")
    body = {
        "version": 3,
        "outcome": "solved",
        "note": "Đã xong",
        "proof_text": "Biên bản 1/BB",
        "attachments": [picture],
    }
    assert post(officer, made, "bao-xong", **body).status_code == 302
    made.refresh_from_db()
    shown = page(asker, "story", made.pk).content.decode()
    assert "anh.png" in shown and "Biên bản 1/BB" in shown
    proof = made.steps.get(kind="reported").proofs.get(file__isnull=False)
    got = asker.get(reverse("commitments:proof", args=[made.pk, proof.pk]))
    assert got.status_code == 200 and got.headers["Content-Disposition"].startswith("attachment")
    # The same file is not open by its own address: it belongs to another unit.
    assert asker.get(reverse("files:download", args=[proof.file_id])).status_code == 404
    assert post(asker, made, "xac-minh", version=made.version, kept="yes").status_code == 302
    made.refresh_from_db()
    assert (made.state, made.kept) == ("closed", True)


def test_a_refusal_keeps_what_was_typed(give, client_for, cast, moment, act):
    made = give()
    services.accept(commitment_id=made.pk, by=act("officer"), at=moment)
    answer = post(
        client_for(cast["officer"]), made, "bao-xong", version=2, outcome="solved", note="Chữ của tôi"
    )
    assert answer.status_code == 422
    assert "Chữ của tôi" in answer.content.decode()


def test_who_comes_second_reads_both_texts_and_may_decide_again(give, client_for, cast, moment, seat):
    made = give()
    other = seat("HN-01-01", Role.OFFICER)
    client = client_for(cast["officer"])
    services.tell(commitment_id=made.pk, note="Lời người trước", version=1, by=other, at=moment)
    answer = post(client, made, "tien-do", version=1, note="Lời người sau")
    said = answer.content.decode()
    assert answer.status_code == 409
    assert "Lời người trước" in said and "Lời người sau" in said
    assert Commitment.unscoped.get(pk=made.pk).steps.filter(kind="noted").count() == 1
    assert 'name="version" value="2"' in said.replace("\n", " ")
    assert post(client, made, "tien-do", version=2, note="Lời người sau").status_code == 302


def test_a_second_press_does_nothing_twice(give, client_for, cast, moment):
    made = give()
    client, key = client_for(cast["officer"]), once()
    for _press in range(2):
        answer = post(client, made, "tien-do", version=1, note="Một lần", once=key)
        assert answer.status_code == 302
    assert made.steps.filter(kind="noted").count() == 1


def test_giving_by_hand_once(client_for, cast, moment):
    client, key = client_for(cast["officer"]), once()
    body = {
        "text": "Lắp đèn ngõ 7", "unit": "HN-01-01", "asked_by": "HN-01-01", "due_on": "2020-04-01", "origin": "other",
        "priority": "normal", "is_public": "on", "once": key,
    }  # fmt: skip
    answers = [client.post(reverse("commitments:give"), body) for _press in range(2)]
    made = Commitment.unscoped.get()
    assert [one.headers["Location"] for one in answers] == [reverse("commitments:story", args=[made.pk])] * 2
    assert made.state == "accepted"
    # The commune's own wish: the district verifies.
    assert made.verifier_id == cast.district.pk


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""}, {"unit": "KHONG-CO"}, {"due_on": "2019-01-01"}, {"text": "Gọi 0912345678"}, {"topic": "khong-co"},
        {"text": "x" * 100_000}, {"once": "ngan"},
    ],
)  # fmt: skip
def test_what_cannot_stand_is_refused_with_words(wrong, client_for, cast, moment):
    body = {
        "text": "Lắp đèn", "unit": "HN-01-01", "asked_by": "HN-01-01", "due_on": "2020-04-01", "origin": "other",
        "priority": "normal", "is_public": "on", "once": once(),
    }  # fmt: skip
    answer = client_for(cast["officer"]).post(reverse("commitments:give"), {**body, **wrong})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not Commitment.unscoped.exists()


def test_markup_in_every_text_is_only_text(give, client_for, cast, moment, act):
    evil = "<script>alert(1)</script>"
    made = give(text=evil, origin_label=evil)
    services.tell(commitment_id=made.pk, note=evil, by=act("officer"), at=moment)
    for name, args in (("story", [made.pk]), ("owed", []), ("every", [])):
        assert evil not in page(client_for(cast["officer"]), name, *args).content.decode()


def test_the_wall_counts_and_leads_down(give, client_for, cast, moment, act):
    late = give(due_on=DAY)
    give(unit=cast.units["HN-01-02"])
    kept = give()
    services.decline(commitment_id=kept.pk, reason="Không thuộc thẩm quyền", by=act("officer"), at=moment)
    Commitment.unscoped.filter(pk=late.pk).update(
        due_on=DAY - timedelta(days=3), given_on=DAY - timedelta(days=40)
    )
    city = client_for(cast["leader"])
    top = page(city, "wall")
    total = top.context["total"]
    assert (total.open, total.late, total.middle) == (3, 1, 1)
    assert [line["name"] for line in top.context["lines"]] == ["Quận Ba Đình"]
    below = page(city, "wall", **{"don-vi": "HN-01"})
    assert {line["name"]: line["tally"].open for line in below.context["lines"]} == {
        "Phường Phúc Xá": 2, "Phường Trúc Bạch": 1,
    }  # fmt: skip
    # Every number leads to a list of just so many.
    for line in below.context["lines"]:
        listed = city.get(line["open"])
        assert listed.context["page"].paginator.count == line["tally"].open
    assert city.get(below.context["late_href"]).context["page"].paginator.count == 1


def test_pages_take_few_queries_however_long_the_lists(
    give, client_for, cast, moment, django_assert_max_num_queries
):
    first = give()
    for _number in range(12):
        give()
    officer, asker = client_for(cast["officer"]), client_for(cast["outsider"])
    for client, name, args, most in (
        (officer, "owed", [], 12), (asker, "to_us", [], 12), (officer, "every", [], 12), (officer, "wall", [], 14),
        (officer, "story", [first.pk], 22),
    ):  # fmt: skip
        client.get(reverse("commitments:owed"))
        with django_assert_max_num_queries(most):
            assert page(client, name, *args).status_code == 200


def test_exports_hold_what_the_list_holds_and_no_formula(give, client_for, cast, moment):
    give(text="=HYPERLINK(1)")
    client = client_for(cast["city_consolidator"])
    rows = list(
        csv_reader.reader(io.StringIO(b"".join(page(client, "csv").streaming_content).decode("utf-8-sig")))
    )
    assert len(rows) == 2 and "'=HYPERLINK(1)" in rows[1]
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(page(client, "excel").content)).get_sheet_by_index(0)
    assert sheet.to_python()[1][6] == "=HYPERLINK(1)"


def test_who_may_not_export_does_not(give, client_for, cast, moment):
    give()
    assert page(client_for(cast["officer"]), "csv").status_code == 403
    assert page(client_for(cast["officer"]), "excel").status_code == 403


def test_reminders_of_many_name_what_was_not_reminded(give, client_for, cast, moment, act):
    first, own = give(), give(asked_by=cast.commune, by=act("officer"))
    client = client_for(cast["outsider"])
    body = {"cam-ket": [first.pk, own.pk, "x"], "text": "Xin cho biết tiến độ", "once": once()}
    answer = client.post(reverse("commitments:remind_many"), body, follow=True)
    assert [str(one.level_tag) for one in answer.context["messages"]] == ["success", "warning"]
    assert Commitment.unscoped.get(pk=first.pk).reminders == 1
    assert Commitment.unscoped.get(pk=own.pk).reminders == 0
    client.post(reverse("commitments:remind_many"), body)
    assert Commitment.unscoped.get(pk=first.pk).reminders == 1


def test_this_week_and_the_units_page_know_of_it(give, client_for, cast, moment):
    give()
    week = client_for(cast["officer"]).get("/").content.decode()
    assert "Sửa xong đường ngõ 12" in week
    unit = client_for(cast["officer"]).get(reverse("organizations:unit", args=["HN-01-01"])).content.decode()
    assert "Sửa xong đường ngõ 12" in unit


def test_looking_writes_nothing(give, client_for, cast, moment):
    made = give()
    before = AuditEntry.objects.count(), made.steps.count()
    client = client_for(cast["officer"])
    for name, args in (("owed", []), ("story", [made.pk]), ("act", [made.pk, "nhan"]), ("wall", [])):
        page(client, name, *args)
    assert (AuditEntry.objects.count(), made.steps.count()) == before
