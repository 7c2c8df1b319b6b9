"""Drafting, issuing under seal, and correcting: the promises of a document."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from danvan.audit.models import AuditEntry
from danvan.briefings import queries, sealing, services
from danvan.briefings.models import (
    DocumentTemplate,
    Erratum,
    IssuedFile,
    Narrative,
    ReportDocument,
)
from danvan.briefings.services.corrections import NothingToCorrect, ReasonMissing
from danvan.briefings.services.drafting import AlreadyIssued, TextTooLong, UnknownPart
from danvan.briefings.services.issuing import NotReady
from danvan.briefings.services.printing import UnknownFormat
from danvan.common.errors import Conflict, NotAllowed, OutOfSight
from danvan.common.periods import Period
from danvan.directives.models import NumberBook
from danvan.reporting.queries.reports import NoReport

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_a_draft_proposes_its_letterhead(draft):
    assert (draft.upper_body, draft.body, draft.sign) == ("THÀNH ỦY HÀ NỘI", "BAN DÂN VẬN", "BDVTU")
    assert draft.version == 2
    assert AuditEntry.objects.filter(action="briefings.drafted").count() == 1


def test_one_draft_of_a_report_at_a_time(draft, cast, quarter, actors, now):
    with pytest.raises(Conflict) as refused:
        services.create_draft(
            unit=cast.city,
            period=quarter,
            kind="quarterly",
            fmt="party",
            by=actors["city_consolidator"],
            at=now,
        )
    assert refused.value.detail["document"] == draft.pk


@pytest.mark.parametrize(
    ("who", "refusal"), [("leader", NotAllowed), ("consolidator", OutOfSight), ("outsider", OutOfSight)]
)
def test_who_may_not_draft(accepted, cast, quarter, actors, now, who, refusal):
    with pytest.raises(refusal):
        services.create_draft(
            unit=cast.city, period=quarter, kind="quarterly", fmt="party", by=actors[who], at=now
        )
    assert not ReportDocument.unscoped.exists()


def test_no_document_about_a_period_nobody_was_asked_in(accepted, cast, actors, now):
    with pytest.raises(NoReport):
        services.create_draft(
            unit=cast.city,
            period=Period.parse("2017"),
            kind="annual",
            fmt="party",
            by=actors["city_consolidator"],
            at=now,
        )


def save(draft, actors, now, text, version, who="city_consolidator", key="situation"):
    return services.save_narrative(
        document=draft, key=key, text=text, version=version, by=actors[who], at=now
    )


def test_a_stale_text_is_refused_with_both_texts(draft, actors, now):
    assert save(draft, actors, now, "Bản một", 0).version == 1
    assert save(draft, actors, now, "Bản hai", 1).version == 2
    with pytest.raises(Conflict) as refused:
        save(draft, actors, now, "Bản của tôi", 1)
    assert refused.value.detail == {"mine": "Bản của tôi", "theirs": "Bản hai", "version": 2}
    assert Narrative.objects.get().text == "Bản hai"


def test_the_same_text_again_changes_nothing(draft, actors, now):
    save(draft, actors, now, "Bản một", 0)
    assert save(draft, actors, now, "Bản một  ", 1).version == 1


@pytest.mark.parametrize(
    ("key", "text", "who", "refusal"),
    [
        ("nowhere", "x", "city_consolidator", UnknownPart),
        ("situation", "x" * 20_001, "city_consolidator", TextTooLong),
        ("situation", "x", "leader", NotAllowed),
        ("situation", "x", "outsider", OutOfSight),
    ],
)
def test_texts_that_are_refused(draft, actors, now, key, text, who, refusal):
    with pytest.raises(refusal):
        save(draft, actors, now, text, 0, who, key)
    assert not Narrative.objects.exists()


def test_a_stale_letterhead_is_refused_with_both(draft, actors, now):
    with pytest.raises(Conflict) as refused:
        services.save_details(
            document=draft, values={"place": "Huế"}, version=1, by=actors["city_consolidator"], at=now
        )
    assert refused.value.detail["theirs"] == {"place": "Hà Nội"}
    draft.refresh_from_db()
    assert draft.place == "Hà Nội"


def test_issuing_numbers_seals_and_keeps_the_files(issued):
    assert queries.reference(issued) == "01-BC/BDVTU"
    assert issued.seal == sealing.content_hash(issued.sealed)
    assert sorted(IssuedFile.objects.values_list("format", flat=True)) == ["docx", "pdf", "xlsx"]
    numbers = {(one.bound.indicator, one.bound.level): one.bound for one in sealing.opened(issued.sealed)}
    assert numbers["supervision.sessions.total", "all"].value == 5
    assert AuditEntry.objects.filter(action="briefings.issued").count() == 1


def test_the_seal_speaks_of_every_number_on_paper(issued):
    bundle = queries.bundle_of(issued, queries.sources(issued.unit, issued.period))
    assert len(sealing.opened(issued.sealed)) == len(bundle.bound)


def test_an_issued_document_is_closed(issued, actors, now):
    with pytest.raises(AlreadyIssued):
        save(issued, actors, now, "Thêm", 0)
    with pytest.raises(AlreadyIssued):
        services.save_details(
            document=issued,
            values={"place": "Huế"},
            version=issued.version,
            by=actors["city_consolidator"],
            at=now,
        )
    with pytest.raises(AlreadyIssued):
        services.issue(document=issued, signed_on=now.date(), by=actors["city_consolidator"], at=now)
    assert NumberBook.objects.get().last == 1


@pytest.mark.parametrize(
    ("change", "signed_on"),
    [({"signatory": " "}, 0), ({}, 1), ({}, -200), ({"version": 7}, 0)],
)
def test_what_is_not_ready_gets_no_number(draft, actors, now, change, signed_on):
    if "signatory" in change:
        draft = services.save_details(
            document=draft, values=change, version=2, by=actors["city_consolidator"], at=now
        )
    with pytest.raises(NotReady):
        services.issue(
            document=draft,
            signed_on=now.date() + timedelta(days=signed_on),
            expected_version=change.get("version"),
            by=actors["city_consolidator"],
            at=now,
        )
    assert not NumberBook.objects.exists()
    assert not IssuedFile.objects.exists()


def test_a_leader_reads_but_does_not_issue(draft, actors, now):
    with pytest.raises(NotAllowed):
        services.issue(document=draft, signed_on=now.date(), by=actors["leader"], at=now)
    draft.refresh_from_db()
    assert draft.is_draft


def test_numbers_run_without_gaps_in_their_own_books(draft, cast, quarter, actors, now, monkeypatch):
    by = actors["city_consolidator"]

    def made(fmt, unit="HN"):
        one = services.create_draft(
            unit=cast.units[unit], period=quarter, kind="quarterly", fmt=fmt, by=by, at=now
        )
        return services.save_details(document=one, values={"signatory": "A"}, version=1, by=by, at=now)

    first = services.issue(document=draft, signed_on=now.date(), by=by, at=now)
    broken = made("party")
    monkeypatch.setattr("danvan.briefings.services.issuing._keep_files", lambda *_given: 1 / 0)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        services.issue(document=broken, signed_on=now.date(), by=by, at=now)
    monkeypatch.undo()
    second = services.issue(document=broken, signed_on=now.date(), by=by, at=now)
    state = services.issue(document=made("state"), signed_on=now.date(), by=by, at=now)
    district = services.issue(document=made("party", "HN-01"), signed_on=now.date(), by=by, at=now)
    assert [first.number, second.number, state.number, district.number] == [1, 2, 1, 1]
    assert {book.name for book in NumberBook.objects.all()} == {"2015-2020", "2020"}


def test_a_later_supplement_marks_the_document_and_proposes_the_erratum(issued, corrected, actors, now):
    rows = queries.with_marks(ReportDocument.unscoped.all())
    assert rows.get(pk=issued.pk).touched is False
    with pytest.raises(NothingToCorrect):
        services.propose_erratum(issued)
    corrected(4)
    assert rows.get(pk=issued.pk).touched is True
    proposal = services.propose_erratum(issued)
    assert proposal.text.startswith(
        "Đính chính số liệu tại Báo cáo số 01-BC/BDVTU, ngày 16 tháng 3 năm 2020 của BAN DÂN VẬN"
    )
    assert "mục II.4" in proposal.text
    assert "Cuộc giám sát, số “5” sửa thành “6”." in proposal.text
    assert {one.bound.indicator for one in proposal.differences} == {
        "supervision.sessions.total",
        "supervision.form.team",
    }


def test_an_erratum_settles_the_difference_and_keeps_the_old_value(issued, corrected, actors, now):
    corrected(4)
    by, later = actors["city_consolidator"], now + timedelta(hours=1)
    seal = issued.seal
    with pytest.raises(ReasonMissing):
        services.issue_erratum(document=issued, reason=" ", fingerprint="", by=by, at=later)
    with pytest.raises(Conflict):
        services.issue_erratum(document=issued, reason="Bổ sung", fingerprint="x", by=by, at=later)
    with pytest.raises(NotAllowed):
        services.issue_erratum(
            document=issued, reason="Bổ sung", fingerprint="x", by=actors["leader"], at=later
        )
    assert not Erratum.objects.exists()
    fingerprint = services.propose_erratum(issued).fingerprint
    erratum = services.issue_erratum(
        document=issued, reason="Bổ sung", fingerprint=fingerprint, by=by, at=later
    )
    change = next(
        one
        for one in erratum.changes
        if one["key"][0] == "supervision.sessions.total" and one["key"][2] == "all"
    )
    assert (erratum.number, change["old_text"], change["new_text"]) == (1, "5", "6")
    issued.refresh_from_db()
    assert issued.seal == seal
    assert queries.differences(issued, queries.sources(issued.unit, issued.period)) == []
    assert queries.with_marks(ReportDocument.unscoped.all()).get().touched is False
    corrected(6, minutes=120)
    second = services.propose_erratum(issued)
    assert "sửa thành “8”" in second.text


def test_render_serves_the_command_line(accepted, cast, quarter):
    assert services.render(cast.city, quarter, None, "party")[:2] == b"PK"
    assert services.render(cast.city, quarter, "quarterly", "state", "pdf")[:5] == b"%PDF-"
    for wrong in (("weekly", "party", "docx"), ("annual", "other", "docx"), ("annual", "party", "odt")):
        with pytest.raises(UnknownFormat):
            services.render(cast.city, quarter, *wrong)


def test_the_same_report_twice_is_the_same_pdf(accepted, cast, quarter):
    assert services.render(cast.city, quarter, None, "party", "pdf") == services.render(
        cast.city, quarter, None, "party", "pdf"
    )


def test_the_year_puts_quarters_beside_the_total(accepted, cast):
    found = queries.sources(cast.city, Period.parse("2020"))
    assert [str(quarter.period) for quarter in found.quarters] == ["2020-Q1"]
    assert found.earlier is None
    rows = {row.code: row for row in found.units}
    assert rows["HN-01"].values["supervision.sessions.total"] == 5
    assert (rows["HN-02"].complete, rows["HN-02"].values["supervision.sessions.total"]) == (0, None)
    assert "HN*" in rows


# --- what the database itself refuses --------------------------------------------------------------------------------


def test_constraints(draft, issued, now):
    cases = [
        lambda: ReportDocument.unscoped.filter(pk=issued.pk).update(number=None),
        lambda: ReportDocument.unscoped.filter(pk=issued.pk).update(seal=""),
        lambda: Erratum.objects.create(
            document=issued, number=1, reason="", changes=[], text="x", seal="x", issued_at=now
        ),
        lambda: DocumentTemplate.objects.create(
            kind="annual",
            format="party",
            name="x",
            content=b"",
            sha256="x",
            active=True,
            usable=False,
            uploaded_at=now,
        ),
        lambda: IssuedFile.objects.create(document=issued, format="pdf", content=b"", sha256="x"),
        lambda: NumberBook.objects.create(unit=issued.unit, format="party", name="2015-2020"),
    ]
    for case in cases:
        with pytest.raises(IntegrityError), transaction.atomic():
            case()


def test_signed_before_the_term_ends(issued):
    assert issued.book.name == "2015-2020"
    assert issued.signed_on == date(2020, 3, 16)
