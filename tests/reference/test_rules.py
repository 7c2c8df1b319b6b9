"""The list of rules holds what the law says, reads well, and is what the database and the documentation say."""

import subprocess
import sys
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

import pytest

from danvan.audit.models import AuditEntry
from danvan.organizations.models import Role
from danvan.reference import services
from danvan.reference.models import DeadlineRule
from danvan.reference.services.rules import read_rules
from danvan.reference.sources import listed, sources_of
from danvan.reference.topics import TOPICS
from tests.architecture.modules import ROOT

AT = datetime(2026, 4, 28, 2, tzinfo=UTC)
RULES = read_rules()
IN_FORCE = {
    rule["code"]: rule
    for rule in RULES
    if rule["valid_from"] <= date(2026, 7, 1) and rule["valid_to"] is None
}


@pytest.mark.parametrize(
    ("code", "length", "day_type", "remote"),
    [
        ("document.number", 1, "working_day", None),
        ("dialogue.announce", 7, "calendar_day", None),
        ("dialogue.result", 10, "calendar_day", None),
        ("petition.notice", 10, "working_day", None),
        ("petition.party_notice", 10, "working_day", None),
        ("petition.admin_rules_transfer", 5, "working_day", None),
        ("petition.transferred_result", 7, "working_day", None),
        ("petition.neglect", 45, "calendar_day", None),
        ("complaint.time", 90, "calendar_day", None),
        ("complaint.accept", 7, "working_day", None),
        ("complaint.resolve_first", 30, "calendar_day", 45),
        ("complaint.resolve_second", 45, "calendar_day", 60),
        ("complaint.hearing_notice", 5, "calendar_day", None),
        ("complaint.send_first", 3, "working_day", None),
        ("complaint.send_second", 7, "calendar_day", None),
        ("complaint.suspension_notice", 3, "working_day", None),
        ("complaint.again", 30, "calendar_day", 45),
        ("complaint.effect", 30, "calendar_day", 45),
        ("denunciation.register", 7, "working_day", None),
        ("denunciation.resolve", 30, "calendar_day", None),
        ("denunciation.answer_press", 20, "calendar_day", None),
        ("reception.post", 5, "working_day", None),
        ("reception.refuse", 3, "working_day", None),
        ("supervision.send_plan", 15, "calendar_day", None),
        ("supervision.body_report", 7, "calendar_day", None),
        ("supervision.investment_notice", 45, "calendar_day", None),
        ("criticism.draft", 15, "calendar_day", None),
        ("democracy.disclose", 5, "working_day", None),
        ("democracy.ballot", 2, "calendar_day", None),
        ("democracy.recognise", 5, "working_day", None),
        ("democracy.draft_open", 20, "calendar_day", None),
        ("situation.flash", 24, "hour", None),
    ],
)
def test_what_the_law_says(code, length, day_type, remote):
    rule = IN_FORCE[code]
    assert (rule["length"], rule["day_type"], rule["remote_length"]) == (length, day_type, remote)


@pytest.mark.parametrize(
    ("code", "most", "remote_most"),
    [
        ("complaint.resolve_first", 45, 60),
        ("complaint.resolve_second", 60, 70),
        ("denunciation.resolve", 90, 90),
    ],
)
def test_the_longest_with_all_extensions(code, most, remote_most):
    rule = DeadlineRule(**IN_FORCE[code])
    for remote, longest in ((False, most), (True, remote_most)):
        total = rule.limit(remote=remote).length + rule.extensions * rule.longest_extension(remote=remote)
        assert total == longest


def test_versions_of_a_rule_follow_each_other():
    versions = defaultdict(list)
    for rule in RULES:
        versions[rule["code"]].append(rule)
    for code, those in versions.items():
        those.sort(key=lambda rule: rule["valid_from"])
        for former, later in zip(those, those[1:], strict=False):
            assert former["valid_to"] == later["valid_from"] - timedelta(days=1), code
        assert len({rule["topic"] for rule in those}) == 1, code


def test_every_row_can_be_read_by_people():
    for rule in RULES:
        assert rule["topic"] in TOPICS
        assert rule["name_vi"], rule["code"]
        assert rule["name_en"], rule["code"]
        assert rule["document"], rule["code"]
        assert set(filter(None, rule["extension_by"].split(","))) <= set(Role.values)
        if rule["kind"] == "limit":
            assert rule["starts_with_vi"], rule["code"]
            assert rule["starts_with_en"], rule["code"]
        if rule["transition"] == "take_over":
            assert rule["transition_source"], rule["code"]


def test_every_tag_says_how_far_it_was_checked_and_where():
    used = set()
    for rule in RULES:
        for source in sources_of(rule["tags"]):
            assert source.tag[0] in "VSMP"
            assert (source.tag[0] == "V") == bool(source.address), rule["code"]
            used.add(source.tag.partition(":")[2])
    assert set(listed()) == used - {""}


@pytest.mark.django_db
def test_a_migrated_database_holds_the_list_and_loading_again_changes_nothing():
    assert DeadlineRule.objects.count() == len(RULES)
    assert services.load_rules(at=AT) == services.load_rules(at=AT)
    assert not AuditEntry.objects.filter(action="reference.rules_loaded").exists()


@pytest.mark.django_db
def test_loading_brings_what_is_missing_and_says_so():
    DeadlineRule.objects.filter(topic="petition").delete()
    loaded = services.load_rules(at=AT)
    assert loaded.added == sum(rule["topic"] == "petition" for rule in RULES)
    assert AuditEntry.objects.filter(action="reference.rules_loaded").count() == 1


def test_the_page_of_the_documentation_is_what_the_list_says():
    done = subprocess.run(
        [sys.executable, "tools/deadlines_page.py", "--check"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
