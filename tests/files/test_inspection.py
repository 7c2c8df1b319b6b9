"""What is let in, what is not, and that no input of whatever shape gets an exception out of the door."""

import random
import time

import pytest

from danvan.files import names
from danvan.files.inspection import inspect
from danvan.files.inspection.core import TEST_VIRUS
from danvan.files.refusals import Refused
from tests.files import hostile, samples

pytestmark = pytest.mark.one_engine

CASES = list(hostile.cases())


@pytest.mark.parametrize("kind", samples.GOOD)
def test_good_files_are_taken_whole(kind):
    content = samples.GOOD[kind]()
    accepted = inspect(f"Báo cáo quý I.{kind.upper()}", content)
    assert (accepted.kind, accepted.size) == (kind, len(content))


def test_jpeg_is_jpg():
    assert inspect("a.jpeg", samples.jpeg()).kind == "jpg"


def test_harmless_things_that_look_alike_are_taken():
    link = samples.relation("hyperlink", "https://hanoi.gov.vn/", "External")
    inspect("a.docx", samples.rezip(samples.word(), change={hostile.RELS: link}))
    field = b"<w:p><w:fldSimple w:instr=' HYPERLINK &quot;https://x.vn/link/import&quot;'/><w:r/></w:p>"
    inspect("a.docx", samples.rezip(samples.word(), change={hostile.DOCUMENT: samples.in_body(field)}))
    printer = [("xl/printerSettings/printerSettings1.bin", b"\0M\0a\0y")]
    inspect("a.xlsx", samples.rezip(samples.excel(), add=printer))
    stream = b"4 0 obj\n<< /Length 9 >>\nstream\n\x01/JS /XFA \nendstream\nendobj\n"
    inspect("a.pdf", samples.pdf(b"", stream))
    inspect("a.pdf", samples.pdf(b"", samples.object_stream(b"1 0 << /Type /Page >>")))


def test_there_are_at_least_sixty_hostile_files():
    assert len(CASES) >= 60
    assert len({label for label, *_rest in CASES}) == len(CASES)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "content", "code"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_hostile_files_are_refused_for_the_right_reason_and_soon(name, content, code):
    content = content() if callable(content) else content
    started = time.perf_counter()
    with pytest.raises(Refused) as refusal:
        inspect(names.clean(name), content)
    assert refusal.value.code == code
    assert refusal.value.message.endswith(".")
    assert time.perf_counter() - started < 10


@pytest.mark.parametrize("kind", ["png", "jpg"])
def test_what_hangs_behind_a_picture_is_dropped(kind):
    picture = samples.GOOD[kind]()
    for tail in (b"<?php system($_GET[0]);", samples.word(), samples.jpeg(), b"\0" * 10):
        assert inspect(f"a.{kind}", picture + tail).size == len(picture)


def test_our_own_source_carries_no_virus_signature():
    assert hostile.EICAR.count(TEST_VIRUS) == 1


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/Báo cáo.docx", "Báo cáo.docx"),
        ("C:\\Users\\an\\quý I.xlsx", "quý I.xlsx"),
        ("Ba\u0301o ca\u0301o.pdf", "Báo cáo.pdf"),
        ("a\u200bb\ufeff.txt", "ab.txt"),
        ("<script>alert(1)<script>.txt", "<script>alert(1)<script>.txt"),
    ],
)
def test_names_are_text(given, kept):
    assert names.clean(given) == kept


def test_a_long_name_keeps_its_extension():
    name = names.clean("à" * 500 + ".docx")
    assert len(name) == 200
    assert name.endswith("à.docx")


def mutated(content, dice):
    """The same bytes with a few flipped, cut, doubled, filled or taken from elsewhere."""
    made = bytearray(content)
    for _ in range(dice.randint(1, 8)):
        at = dice.randrange(len(made)) if made else 0
        length = dice.randint(1, 40)
        match dice.randrange(6):
            case 0:
                made[at : at + 1] = bytes([dice.randrange(256)])
            case 1:
                del made[at : at + length]
            case 2:
                made[at:at] = made[at : at + length]
            case 3:
                made[at : at + length] = bytes([dice.choice([0, 255, 10, 60])]) * length
            case 4:
                made[at:at] = dice.randbytes(length)
            case 5:
                made[at : at + 4] = dice.choice(
                    [b"\xff\xff\xff\xff", b"\0\0\0\0", b"PK\5\6", b"obj\n", b"<!EN"]
                )
    return bytes(made)


def fuzz(rounds, seed):
    dice = random.Random(seed)
    good = {kind: make() for kind, make in samples.GOOD.items()}
    good |= {"packed.pdf": samples.pdf(b"", samples.object_stream(b"1 0 << /Type /Page >>"))}
    outcomes = {"taken": 0, "refused": 0}
    for _ in range(rounds):
        name = dice.choice(sorted(good))
        started = time.perf_counter()
        try:
            inspect(f"a.{name}", mutated(good[name], dice))
            outcomes["taken"] += 1
        except Refused:
            outcomes["refused"] += 1
        assert time.perf_counter() - started < 5
    return outcomes


@pytest.mark.slow
def test_no_mutated_file_gets_an_exception_out():
    outcomes = fuzz(600, seed=20260305)
    assert sum(outcomes.values()) == 600
    assert min(outcomes.values()) > 20


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
def test_no_mutated_file_gets_an_exception_out_for_long(seed):
    assert sum(fuzz(10_000, seed).values()) == 10_000
