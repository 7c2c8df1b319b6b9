"""
Nobody gets a byte of what is out of their sight (R-12, R-14): marker words are planted in everything people write, in
every unit, and then every page, list, export and API answer is fetched as everybody.
"""

import io
import re
import zipfile

import pytest
from django.test import Client
from django.urls import reverse

from tests.security.crawling import ONE_SUBMISSION, addresses, body_of

pytestmark = pytest.mark.one_engine

MARK = re.compile(rb"dau(hn(?:x[0-9]{2}){0,2})(?![0-9x])([a-z]+)")


def _word(code):
    return code.lower().replace("-", "x")


def PLANTED(field, code):
    """A word that names its unit and field and survives every cleaning: letters and digits only."""
    return f"dau{_word(code)}{field.replace('-', '')}"


BELOW_1 = {"HN-01", "HN-01-01", "HN-01-02"}
EVERYWHERE = BELOW_1 | {"HN", "HN-02", "HN-02-01", "HN-02-02"}
PAPERS = {"signatory", "recipients", "narrative"}
PEOPLE = {"name", "title", "asked", "proposed"}
FIGURES = {
    "notedraft", "notesent", "noteaccepted", "cell", "suggested", "returned", "extended", "reminder", "file", "closed",
}  # fmt: skip

PROMISES = {"promise", "progress"}
EVENTS = {"dialogue", "content", "chair", "place", "attending", "opinion", "class", "lesson", "hall"}
SITUATION = {"note", "cause", "proposal"}
CASES = {"petition", "where"}
# Nobody gets how to reach the sender by opening a page: it is asked for with a purpose, and each look is in the log.
NEVER = {"sender"}
COMMUNE = {"HN-01-01"}
MODELS = {
    "model", "summary", "conditions", "effect", "measure", "findings", "residents", "ended", "movement", "achievement",
}  # fmt: skip
# Before a contest is concluded its organiser reads the entries with their units, and who enters reads the own one.
ENTRIES, SHEETS = {"entry"}, {"entrytext"}

# What stands in workbooks and reports that were read in.
IMPORTS = {"explained", "wrong", "label", "prose"}
DEMOCRACY = {
    "draft", "drafter", "summary", "how", "contribution", "clause", "gist", "disclosure", "decided", "rules", "symbol",
    "issuer", "community", "matter", "watched",
}  # fmt: skip
OVERSIGHT = {
    "supervision", "criticism", "inspection", "scope", "led", "body", "cohost", "part", "opinion", "finding",
    "recommendation", "found",
}  # fmt: skip
# What a unit wrote and issued itself, and the task it took from what it was given.
PAPER, OWN_PAPER = {"directive", "directivetext", "signer", "caption"}, {"task"}
# What the district gave the commune to carry out, with the theme year it belongs to.
ORDER = {"directive", "directivetext", "signer", "instruction"}
# A theme year is known to everybody below who carries it.
THEME = {"programme", "summary"}
MEETING = {"meeting", "venue", "chair", "point", "presenter"}
ROUNDS = {f"round{state}" for state in ("self", "submitted", "published", "appealed")}
SCORES = {"setline", "setheading", "setguidance"} | {
    f"{what}{state}" for what in ("note", "reason", "remark") for state in ("published", "appealed")
} | {"notesubmitted", "appeal"} | ROUNDS  # fmt: skip
# Until it is sent, what a unit writes beside its score is its own; a set in draft belongs to whoever drafts it.
UNSENT, SETS = (
    {"noteself"},
    {"set", "setbasis", "next", "nextbasis", "nextline", "nextheading", "nextguidance"},
)

# Whoever decided on a unit's report is named beside the decision: here the city's reviewer.
DECIDED = ({"name"}, {"HN"})
# Whoever gave a unit something to keep is named in its story.
GIVEN = ({"name"}, {"HN-01"})
# The log of a unit tells whoever may read it what its people wrote beside their acts.
LOGGED = [({"progress", "ended"}, COMMUNE), ({"notice"}, {"HN-01"})]

# Who may read what of which units; written from the policy by hand.
SIGHT = {
    "officer": [
        (FIGURES | PEOPLE, COMMUNE), DECIDED, GIVEN,
        (PROMISES | EVENTS | SITUATION | CASES | {"question"}, COMMUNE), ({"rule"}, {"HN-01"}),
        (MODELS | ENTRIES | IMPORTS, COMMUNE), (DEMOCRACY | OVERSIGHT | PAPER | OWN_PAPER, COMMUNE),
        (SCORES | UNSENT, COMMUNE), (ORDER | MEETING | {"given"} | THEME, {"HN-01"}),
    ],
    "outsider": [(FIGURES | PEOPLE, {"HN-02-01"}), ({"closed"}, {"HN-02"}), DECIDED],
    "consolidator": [
        (FIGURES | PEOPLE | PAPERS, BELOW_1), DECIDED,
        (PROMISES | EVENTS | SITUATION | CASES, COMMUNE), ({"rule", "petition"}, {"HN-01"}),
        (MODELS | ENTRIES | SHEETS | IMPORTS, COMMUNE), (DEMOCRACY | OVERSIGHT | PAPER | OWN_PAPER, COMMUNE),
        (SCORES | SETS, COMMUNE), (ORDER | MEETING | THEME | {"given", "task"}, {"HN-01"}),
    ],
    "local_auditor": [
        (FIGURES | PEOPLE | PAPERS, BELOW_1), DECIDED, (PROMISES | EVENTS, COMMUNE), ({"rule"}, {"HN-01"}),
        (MODELS | IMPORTS, COMMUNE), *LOGGED, (DEMOCRACY | OVERSIGHT | PAPER | OWN_PAPER, COMMUNE), (SCORES | SETS, COMMUNE),
        (ORDER | MEETING | THEME | {"given", "task"}, {"HN-01"}),
    ],
    "local_administrator": [
        (FIGURES | PEOPLE | PAPERS, BELOW_1), DECIDED, ({"rule"}, {"HN-01"}), *LOGGED, (SCORES | SETS | IMPORTS, COMMUNE),
        ({"meeting"}, {"HN-01"}),
    ],
    "nobody": [],
}  # fmt: skip
# One for all units, so no secret of any: the name of a Word template, and the resolution by which a unit changed.
COMMON = {"template", "basis"}


def allowed(person):
    return {(_word(code), field) for fields, codes in SIGHT[person] for field in fields for code in codes}


def marks(content):
    """The planted words in an answer, also inside a workbook or a Word file."""
    found = {(unit.decode(), field.decode()) for unit, field in MARK.findall(content.lower())}
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                found |= marks(archive.read(name))
    return found


@pytest.fixture(scope="module")
def told():
    """Person -> what the crawl as this person met; whoever comes second need not go again."""
    return {}


# Of the units of each kind one; `make test-long` looks at all.
SOME = ("HN", "HN-01", "HN-01-01", "HN-02-01")


def crawl(person, standing, told, codes=SOME):
    """{(unit, field): an address that told it, with its status}"""
    if person not in told:
        client, found = Client(), {}
        client.force_login(standing.cast[person])
        for address in addresses(standing, codes):
            response = client.get(address)
            content = body_of(response) + str(response.headers).encode()
            found |= {mark: f"{address} ({response.status_code})" for mark in marks(content)}
        told[person] = found
    return told[person]


def leaks(person, crawled):
    may = allowed(person)
    return [
        f"{where} told {field} of {unit}"
        for (unit, field), where in crawled.items()
        if (unit, field) not in may and field not in COMMON
    ]


@pytest.mark.slow
@pytest.mark.parametrize("person", SIGHT)
def test_everything_fetched_holds_no_word_from_out_of_sight(person, standing, told):
    found = leaks(person, crawl(person, standing, told))
    assert not found, "\n".join(found)


@pytest.mark.long
@pytest.mark.parametrize("person", SIGHT)
def test_everything_about_every_unit_holds_no_word_from_out_of_sight(person, standing):
    found = leaks(person, crawl(person, standing, {}, ()))
    assert not found, "\n".join(found)


@pytest.mark.slow
def test_the_words_are_there_to_be_found(standing, told):
    """The crawl of somebody who sees everything meets them: the silence of the others means something."""
    seen = set(crawl("city_consolidator", standing, told, ("HN", "HN-01-02", "HN-02", "HN-02-02")))
    seen |= set(crawl("administrator", standing, told, ("HN",)))
    own = set(crawl("officer", standing, told)) | set(crawl("consolidator", standing, told))
    assert {field for _unit, field in seen | own} >= (FIGURES | PAPERS | PEOPLE | COMMON) - {"asked"}
    mine = {field for unit, field in crawl("officer", standing, told) if unit == _word("HN-01-01")}
    assert mine >= PROMISES | EVENTS | SITUATION | CASES | MODELS | ENTRIES | IMPORTS | {"question"}
    assert mine >= DEMOCRACY | OVERSIGHT | PAPER | OWN_PAPER | SCORES | UNSENT
    given = {field for unit, field in own if unit == _word("HN-01")}
    assert given >= ORDER | MEETING | THEME | {"given", "task"}
    assert not NEVER & {field for _unit, field in seen | own}
    assert {unit for unit, _field in seen | own} == {_word(code) for code in EVERYWHERE}


@pytest.mark.slow
@pytest.mark.parametrize("person", ["officer", "consolidator", "local_administrator"])
def test_what_is_out_of_sight_answers_like_what_does_not_exist(person, standing):
    """Same status and same words, so that nobody learns which ids are taken."""
    client = Client()
    client.force_login(standing.cast[person])
    told = []
    for code in ("HN-02", "HN-02-01", "HN-02-02"):
        for state in standing.rounds:
            for name in ONE_SUBMISSION:
                addresses_ = [
                    reverse(name, args=[pk]) for pk in (standing.submission(state, code).pk, 987654)
                ]
                there, nowhere = (client.get(address) for address in addresses_)
                # The page repeats the address that was asked for. The token of its forms differs, as long each time.
                sizes = [
                    len(answer.content.replace(address.encode(), b""))
                    for answer, address in zip((there, nowhere), addresses_, strict=True)
                ]
                same = sizes[0] == sizes[1]
                if there.status_code != 404 or nowhere.status_code != 404 or not same:
                    told.append(
                        f"{name} of {code}: {there.status_code}, absent: {nowhere.status_code}, same: {same}"
                    )
    assert not told, "\n".join(told)
