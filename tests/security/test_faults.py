"""
The database fails at every statement of every main flow, one after the other: nothing is half-written, and no entry
of the log tells of what did not happen (R-43, R-61).
"""

from dataclasses import dataclass, field

import pytest
from django.db import OperationalError, connection, transaction

from danvan.audit import services as audit
from danvan.audit.models import AuditEntry
from danvan.briefings import services as briefings
from danvan.commitments import services as commitments
from danvan.common.errors import DomainError
from danvan.engagement.models import DialogueOpinion
from danvan.engagement.services import answering
from danvan.ingest.services import proposing, taking
from danvan.organizations import services as organizations
from danvan.organizations.changes import Ask
from danvan.petitions import services as petitions
from danvan.petitions.models import Petition
from danvan.reporting import verification
from danvan.reporting.queries import forms
from danvan.reporting.services import entry, reviewing, rounds, sending, supplements
from danvan.reporting.services.entry import Typed
from tests.security.writing import contents
from tests.support.standing import CELL

WRITES = ("INSERT", "UPDATE", "DELETE")


def type_(here):
    row = here.submission("draft")
    entry.save_cells(
        submission_id=row.pk, typed={CELL: Typed("6", 1)}, by=here.unit_itself("HN-01-01"), at=here.at
    )


def send(here):
    sending.submit(submission_id=here.submission("draft").pk, by=here.unit_itself("HN-01-01"), at=here.at)


def accept(here):
    reviewing.accept(submission_id=here.submission("sent").pk, version_number=1, by=here.above, at=here.at)


def accept_many(here):
    read = {here.submission("sent", code).pk: 1 for code in ("HN-01-01", "HN-01-02")}
    reviewing.accept_many(round_=here.rounds["sent"], versions=read, by=here.above, at=here.at)


def give_back(here):
    pinned = [reviewing.CellReason(CELL, "x")]
    reviewing.return_(
        submission_id=here.submission("sent").pk,
        version_number=1,
        reason="x",
        cells=pinned,
        by=here.above,
        at=here.at,
    )


def supplement(here):
    made = supplements.supplement(
        submission_id=here.submission("accepted").pk, changes={CELL: "5"}, reason="x", by=here.unit_itself("HN-01-01"),
        at=here.at,
    )  # fmt: skip
    return made


def close_branch(here):
    rounds.close_branch(
        round_=here.rounds["sent"], unit=here.cast.city, reason="x", by=here.above, at=here.at
    )


def issue(here):
    document = here.documents["HN-01"]
    briefings.issue(document=document, signed_on=here.at.date(), by=here.above, at=here.at)


def change_the_tree(here):
    ask = Ask(
        kind="merge",
        day=here.at.date().replace(year=2021),
        legal_basis="x",
        units=("HN-01-01", "HN-01-02"),
        code="HN-01-09",
        name="Mới",
    )
    plan, _told = organizations.preview(ask=ask, by=here.management)
    organizations.apply_change(ask=ask, digest=plan.digest, by=here.management, at=here.at)


def confirm(here):
    organizations.decide_grant(
        pending=here.pending["HN-01"], confirm=True, by=here.actor("administrator"), at=here.at
    )


def report_a_promise(here):
    proofs = [commitments.ProofGiven(text="Biên bản 12/BB")]
    commitments.report_done(
        commitment_id=here.promises["commitment"], outcome="solved", note="Đã sửa xong.", proofs=proofs,
        by=here.unit_itself("HN-01-01"), at=here.at,
    )  # fmt: skip


def hand_a_case_over(here):
    case = Petition.unscoped.get(pk=here.voices["petition"].pk)
    petitions.hand_over(
        petition=case, version=case.version, to_unit=here.cast.units["HN-01-02"], reason="x", by=here.unit_itself("HN-01-01"),
        at=here.at,
    )  # fmt: skip


def promise_at_a_dialogue(here):
    """Through two contexts: the opinion ends, and the promise enters the ledger with its clock and its messages."""
    opinion = DialogueOpinion.unscoped.get(pk=here.engagement["opinion_id"])
    answering.promise(
        opinion_id=opinion.pk, version=opinion.version, unit=here.cast.commune, text="Sửa cống", due_on=None,
        by=here.unit_itself("HN-01-01"), at=here.at,
    )  # fmt: skip


def take_in_a_workbook(here):
    taking.take_in(
        import_id=here.rooms["ingest"]["trial"], version=0, by=here.unit_itself("HN-01-01"), at=here.at
    )


def read_a_report(here):
    said = "Năm 2019, phường đã tổ chức 12 cuộc giám sát.".encode()
    proposing.propose(
        unit=here.cast.commune, given=[("bao-cao.txt", said)], by=here.unit_itself("HN-01-01"), at=here.at
    )


FLOWS = [
    take_in_a_workbook,
    read_a_report,
    type_,
    send,
    accept,
    accept_many,
    give_back,
    supplement,
    close_branch,
    issue,
    change_the_tree,
    confirm,
    report_a_promise,
    hand_a_case_over,
    promise_at_a_dialogue,
]


@dataclass
class Failing:
    """Lets statements pass and fails at one of them."""

    at: int = -1
    count: int = 0
    first_write: int | None = None
    seen: list[str] = field(default_factory=list)

    def __call__(self, execute, sql, params, many, context):
        if sql.lstrip().upper().startswith(WRITES) and self.first_write is None:
            self.first_write = self.count
        self.count += 1
        if self.count == self.at:
            self.seen.append(sql[:120])
            raise OperationalError("the disk is gone")
        return execute(sql, params, many, context)


def run(flow, here, at=-1):
    failing = Failing(at)
    with connection.execute_wrapper(failing):
        flow(here)
    return failing


@pytest.mark.slow
@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.long)])
@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.__name__)
def test_nothing_is_half_written_wherever_it_fails(flow, every, standing):
    before, entries = contents(), AuditEntry.objects.count()
    # The first time reads what is then remembered; the statements are counted as they come from then on.
    for _time in (1, 2):
        with transaction.atomic():
            forms.forget()
            run(flow, standing)
            transaction.set_rollback(True)
    with transaction.atomic():
        forms.forget()
        whole = run(flow, standing)
        assert contents() != before, "the flow writes nothing: it proves nothing"
        assert AuditEntry.objects.count() > entries
        assert audit.verify() == []
        transaction.set_rollback(True)
    assert whole.first_write is not None
    # Up to the first write nothing can be half-written; two of those places are enough.
    places = [1, max(whole.first_write, 1), *range(whole.first_write + 1, whole.count + 1)]
    if not every:
        # The two engines share what comes after them.
        places = places[:2] + places[2 + (connection.vendor == "postgresql") :: 2]
    for place in places:
        forms.forget()
        try:
            with transaction.atomic():
                run(flow, standing, place)
        except (OperationalError, DomainError):
            pass
        else:
            pytest.fail(f"{flow.__name__} went on although statement {place} failed")
        assert contents() == before, f"{flow.__name__} left something when statement {place} failed"
    assert audit.verify() == []
    assert list(verification.differences(forms.default_form())) == []


@pytest.mark.slow
@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.__name__)
def test_the_log_entry_comes_with_its_effect_or_not_at_all(flow, standing, monkeypatch):
    """The key of the log is gone: then nothing of the flow stays."""
    from danvan.audit import keys

    before = contents()

    def gone(**options):
        raise keys.KeyMissing("the key file is missing")

    monkeypatch.setattr(keys, "sealing_key", gone)
    with pytest.raises(keys.KeyMissing), transaction.atomic():
        flow(standing)
    assert contents() == before
