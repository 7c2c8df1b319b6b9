"""The life of a commitment: who does what, what is refused, what is counted."""

from datetime import timedelta

from danvan.commitments import services
from danvan.commitments.services import ProofGiven
from tests.commitments.conftest import DAY


def test_from_asking_to_closed(give, act, moment, cast):
    made = give()
    assert (made.state, made.unit, made.verifier_id) == ("given", cast.commune, cast.units["HN-02-01"].pk)
    officer, asker = act("officer"), act("outsider")
    services.accept(commitment_id=made.pk, by=officer, at=moment)
    services.start(commitment_id=made.pk, by=officer, at=moment)
    proof = ProofGiven(text="Biên bản nghiệm thu 12/BB")
    services.report_done(
        commitment_id=made.pk, outcome="solved", note="Đã sửa xong", proofs=[proof], by=officer, at=moment
    )
    done = services.verify(commitment_id=made.pk, kept=True, by=asker, at=moment + timedelta(hours=1))
    assert (done.state, done.kept, done.closed_on) == ("closed", True, DAY)
    kinds = list(done.steps.values_list("kind", flat=True))
    assert kinds == ["given", "accepted", "started", "reported", "verified", "closed"]
