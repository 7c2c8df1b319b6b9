"""Fetching everything there is, as somebody."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from danvan.organizations.models import Post, StructureChange
from tests.architecture import access
from tests.support.standing import CELL, PERIODS, Standing

# Lists that anybody may ask for any unit or period by hand.
LISTS = (
    "workspace:this_week", "workspace:accessibility", "reporting:board", "reporting:totals", "reporting:csv", "reporting:excel", "briefings:documents",
    "briefings:new", "briefings:templates", "organizations:tree", "organizations:compare", "organizations:changes",
    "organizations:people", "organizations:invite", "organizations:waiting", "organizations:proposals", "audit:log", "audit:export", "audit:check",
    "reference:calendar", "reference:rules", "reference:reckon", "reference:hours", "accounts:security", "api:me", "api:units", "api:indicators", "api:report_forms",
    "api:all_rounds", "api:docs", "api:openapi", "reporting:open_round",
    "reference:topics", "notifications:list", "notifications:preferences",
    "commitments:owed", "commitments:to_us", "commitments:wall", "commitments:every", "commitments:excel", "commitments:csv",
    "commitments:give", "petitions:inbox", "petitions:enter", "petitions:register", "petitions:routes", "petitions:reception",
    "petitions:sealed", "petitions:retention", "engagement:moderation", "petitions:reception_plan", "petitions:reception_posting", "petitions:reception_record", "engagement:dialogues",
    "engagement:plan", "engagement:watch", "engagement:trainings", "engagement:training_plan", "engagement:situation",
    "engagement:note_write", "democracy:consultations", "democracy:consultation_new", "democracy:disclosures",
    "democracy:disclosure_new", "democracy:disclosure_plan", "democracy:disclosure_remind", "democracy:regulations",
    "democracy:regulation_new", "democracy:decisions", "democracy:decision_new", "democracy:supervisions",
    "democracy:supervision_new",
    "exemplars:models", "exemplars:library", "exemplars:changes", "exemplars:spread", "exemplars:models_excel",
    "exemplars:models_csv", "exemplars:register", "exemplars:contests", "exemplars:contest_plan", "exemplars:awards",
    "exemplars:awards_excel", "exemplars:award_draft", "exemplars:council",
    "engagement:note_write", "engagement:training_coverage", "engagement:training_coverage_excel", "engagement:trainings_excel",
    "evaluation:board", "evaluation:excel", "evaluation:rounds", "evaluation:open_round", "evaluation:sets", "evaluation:set_new",
    "ingest:imports", "ingest:forms_out", "ingest:send_back", "ingest:foreign", "ingest:prose", "ingest:history", "ingest:words",
    "ingest:words_file",
)  # fmt: skip
# Doors to the voices and promises that stand in the commune HN-01-01 (`tests.support.standing`), by what leads there.
OF_A_CASE = (
    "case", "classify", "answer", "extend", "hand_over", "decide", "split", "complaint", "seal", "publish",
)  # fmt: skip
OF_EVENTS = {
    "dialogue_id": ("dialogue", "edit", "questions", "record"),
    "question_id": ("question",),
    "opinion_id": ("opinion",),
    "training_id": ("training",),
    "note_id": ("note", "note_edit"),
    "topic_id": ("topic",),
}
# What stands of grassroots democracy (`tests.support.rooms.democracy`), with the argument that leads there.
OF_DEMOCRACY = {
    "consultation": ("consultation_id", ("consultation", "opinion_add", "groups", "matrix")),
    "opinion": ("entry_id", ("opinion",)),
    "group": ("group_id", ("group",)),
    "disclosure": ("item_id", ("disclosure",)),
    "regulation": ("regulation_id", ("regulation",)),
    "decision": ("decision_id", ("decision",)),
    "supervision": ("supervision_id", ("supervision",)),
}
STEPS = (
    "cong-bo",
    "nhan-cau-hoi",
    "da-to-chuc",
    "bien-ban",
    "ket-luan",
    "ban-hanh",
    "cong-khai",
    "dong",
    "hoan",
    "huy",
)
ACTS = ("tien-do", "bao-xong", "gia-han", "chuyen", "nhac", "quyet-dinh")
ONE_SUBMISSION = (
    "reporting:entry", "reporting:cells", "reporting:review", "reporting:supplement", "reporting:terms",
)  # fmt: skip


def addresses(here: Standing, codes: tuple[str, ...] = ()) -> Iterator[str]:
    """
    Every page, list, export and answer about these units (all of them when none is named), each once: behind every door of
    the house what stands there for it (`tests.architecture.access`), and the same doors for other units, periods and steps.
    """
    codes = codes or tuple(here.cast.units)
    yield from dict.fromkeys(_all(here, codes))


def _all(here: Standing, codes: tuple[str, ...]) -> Iterator[str]:
    if "HN-01-01" in codes:
        for name in access.doors():
            # What the public reads is told to everybody; `tests.portal` looks at it.
            if not name.startswith(("portal:", "accounts:")):
                yield access.address(name, here)
        yield from _of_promises(here)
        yield from _of_cases(here)
        yield from _of_events(here)
        yield from _of_democracy(here)
        yield from of_models(here)
        yield from _of_evaluation(here)
        yield from _of_imports(here)
        yield from _of_oversight(here)
        yield from _of_directives(here)
    for name in LISTS:
        yield reverse(name)
    for kind in ("rename", "merge", "close"):
        yield reverse("organizations:change", args=[kind])
    for state, round_ in here.rounds.items():
        yield f"{reverse('reporting:board')}?ky={PERIODS[state]}&xem=don-vi"
        yield reverse("api:board", args=[round_.pk])
        for name in ("remind", "accept_many", "close"):
            yield reverse(f"reporting:{name}", args=[round_.pk])
    for code in codes:
        yield from _of_unit(here, code)
    if here.change is not None:
        for change in StructureChange.objects.order_by("pk"):
            yield reverse("organizations:change_made", args=[change.pk])
    if here.template is not None:
        yield reverse("briefings:template", args=[here.template.pk])


def of_models(here: Standing) -> Iterator[str]:
    """Every page of the models, contests and awards that stand in the commune HN-01-01."""
    stands = here.rooms["exemplars"]
    for name in ("model", "edit", "tree"):
        yield reverse(f"exemplars:{name}", args=[stands["model"]])
    for step in ("kiem-tra", "dung", "rut", "hieu-qua"):
        yield reverse("exemplars:step", args=[stands["model"], step])
    for step in ("kiem-tra", "xac-minh", "cong-nhan"):
        yield f"{reverse('exemplars:at_once', args=[step])}?m={stands['model']}"
    yield reverse("exemplars:model", args=[stands["ended"]])
    for contest in (stands["contest"], stands["judged"]):
        for name in ("contest", "contest_edit", "enter", "contest_excel"):
            yield reverse(f"exemplars:{name}", args=[contest])
        yield reverse("exemplars:judge", args=[contest, 1])
    for name in ("award", "award_edit"):
        yield reverse(f"exemplars:{name}", args=[stands["award"]])
    yield reverse("exemplars:award_step", args=[stands["award"], "hoi-dong"])


def _of_imports(here: Standing) -> Iterator[str]:
    """Every import of the commune HN-01-01, and its history."""
    stands = here.rooms["ingest"]
    for name in ("trial", "faulty", "taken", "foreign", "prose", "kept"):
        yield reverse("ingest:import", args=[stands[name]])
        yield reverse("ingest:faults", args=[stands[name]])
    yield reverse("ingest:mapping", args=[stands["foreign"], stands["sheet"]])
    for name in ("history_of", "history_file"):
        yield reverse(f"ingest:{name}", args=["HN-01-01", "2019"])


def _of_unit(here: Standing, code: str) -> Iterator[str]:
    for state, period in PERIODS.items():
        pk = here.submission(state, code).pk
        for name in ONE_SUBMISSION:
            yield reverse(name, args=[pk])
        yield reverse("reporting:remark", args=[pk, CELL])
        for number in (1, 2):
            yield reverse("reporting:version", args=[pk, number])
        yield f"{reverse('reporting:version', args=[pk, 2])}?so-voi=1"
        for which in ("", "draft", "latest", "accepted", "1"):
            yield f"{reverse('api:submission', args=[pk])}?figures_of={which}"
        yield reverse("reporting:trace", args=[code, period, CELL])
        query = f"unit={code}&period={period}"
        yield f"{reverse('api:report')}?{query}"
        yield f"{reverse('api:trace')}?{query}&indicator={CELL}"
        yield f"{reverse('api:by_child')}?{query}&indicator={CELL}"
        yield f"{reverse('api:figures')}?{query}"
        for name in ("totals", "csv", "excel"):
            yield f"{reverse(f'reporting:{name}')}?don-vi={code}&ky={period}&chi-tieu={CELL}"
        yield f"{reverse('reporting:board')}?ky={period}&don-vi={code}"
        yield f"{reverse('api:board', args=[here.rounds[state].pk])}?unit={code}"
    yield f"{reverse('api:series')}?unit={code}&indicator={CELL}&from=2019-Q3&to=2020-Q1"
    yield reverse("organizations:unit", args=[code])
    yield reverse("organizations:give_post", args=[code])
    yield reverse("organizations:propose", args=[code])
    yield reverse("organizations:decide_proposal", args=[here.proposals[code].pk])
    yield reverse("api:unit", args=[code])
    yield f"{reverse('audit:log')}?unit={code}"
    yield f"{reverse('audit:export')}?unit={code}"
    yield reverse("files:download", args=[here.files[code].pk])
    for post in Post.objects.filter(unit=here.cast.units[code]).order_by("pk"):
        yield reverse("organizations:end_post", args=[post.pk])
        yield reverse("organizations:deputise", args=[post.pk])
        yield reverse("organizations:person", args=[post.holder_id])
    if code in here.documents:
        pk = here.documents[code].pk
        for name in ("document", "details", "erratum"):
            yield reverse(f"briefings:{name}", args=[pk])
        for output in ("docx", "xlsx"):
            yield reverse("briefings:download", args=[pk, output])


def _of_promises(here: Standing) -> Iterator[str]:
    pk = here.promises["commitment"]
    yield reverse("commitments:story", args=[pk])
    yield reverse("commitments:proof", args=[pk, here.promises["proof"]])
    yield reverse("notifications:open", args=[here.promises["message"]])
    for verb in ACTS:
        yield reverse("commitments:act", args=[pk, verb])


def _of_cases(here: Standing) -> Iterator[str]:
    for which in ("petition", "district_petition"):
        for name in OF_A_CASE:
            yield reverse(f"petitions:{name}", args=[here.voices[which].reference])
    reference = here.voices["petition"].reference
    yield reverse("petitions:attachment", args=[reference, here.voices["attachment"].pk])
    yield reverse("petitions:reception_day", args=[here.voices["day"].pk])
    yield reverse("petitions:reception_session", args=[here.voices["session"].pk])
    yield f"{reverse('petitions:reception')}?thang=2020-04"
    yield f"{reverse('petitions:reception_posting')}?thang=2020-04&unit=HN-01-01"
    yield f"{reverse('petitions:inbox')}?state=all"


def _of_events(here: Standing) -> Iterator[str]:
    for key, names in OF_EVENTS.items():
        for name in names:
            yield reverse(f"engagement:{name}", args=[here.engagement[key]])
    for step in STEPS:
        yield reverse("engagement:step", args=[here.engagement["dialogue_id"], step])
    yield reverse("engagement:training_material", args=[here.engagement["training_id"]])
    for step in ("sua", "thong-bao", "da-mo", "huy"):
        yield reverse("engagement:training_step", args=[here.engagement["training_id"], step])


def _of_democracy(here: Standing) -> Iterator[str]:
    for key, (argument, names) in OF_DEMOCRACY.items():
        for name in names:
            yield reverse(f"democracy:{name}", kwargs={argument: here.rooms["democracy"][key]})
    for register in ("consultations", "disclosures", "regulations", "decisions", "supervisions"):
        for output in ("xlsx", "csv"):
            yield reverse("democracy:export", args=[register, output])
    for fmt in ("party", "state"):
        yield reverse("briefings:consultation_paper", args=[here.rooms["democracy"]["consultation"], fmt])


def _of_evaluation(here: Standing) -> Iterator[str]:
    made = here.rooms["evaluation"]
    for state in ("self_scored", "submitted", "published", "appealed"):
        for name in ("evaluation", "sheet_excel", "score", "submit", "review", "appeal", "decide"):
            yield reverse(f"evaluation:{name}", args=[made[state]])
    for name in ("round", "remind", "publish", "finalise"):
        yield reverse(f"evaluation:{name}", args=[made["round"]])
    for name in ("set", "group_new", "line_new"):
        yield reverse(f"evaluation:{name}", args=[made["draft"]])
    yield reverse("evaluation:line", args=[made["draft"], made["line"]])


def _of_oversight(here: Standing) -> Iterator[str]:
    made = here.rooms["oversight"]
    for kind in ("giam-sat", "phan-bien", "kiem-tra", "khao-sat"):
        yield reverse("oversight:board", args=[kind])
        for fmt in ("xlsx", "csv"):
            yield reverse("oversight:download", args=[kind, fmt])
    for session in ("supervision", "other", "criticism", "inspection", "concluded"):
        yield reverse("oversight:session", args=[made[session]])
        yield reverse("oversight:edit", args=[made[session]])


def _of_directives(here: Standing) -> Iterator[str]:
    for which in ("paper", "given"):
        for name in ("directive", "edit", "graph", "give", "cascade", "remind"):
            yield reverse(f"directives:{name}", args=[here.rooms["directives"][which]])


def body_of(response: HttpResponse) -> bytes:
    """All bytes of an answer, streamed ones too."""
    if getattr(response, "streaming", False):
        return b"".join(response.streaming_content)
    return response.content


def fetch(
    client: Client, here: Standing, codes: tuple[str, ...] = ()
) -> Iterator[tuple[str, HttpResponse, bytes]]:
    for address in addresses(here, codes):
        response = client.get(address)
        yield address, response, body_of(response)


# Doors that open to others than the city's consolidator.
KNOCKERS = {
    "reporting:entry": "officer", "reporting:remark": "officer", "reporting:supplement": "officer", "organizations:propose": "officer",
    # The unit in charge alone answers, and whoever promised alone tells how far it is; what joins units is decided above.
    "commitments:act": "officer", "notifications:open": "officer", "petitions:routes": "administrator",
    "petitions:route_end": "administrator", "engagement:topic": "city_consolidator",
    "petitions:enter": "officer", "petitions:register": "officer", "petitions:reception_plan": "officer",
    "petitions:reception_day": "officer", "petitions:reception_record": "officer", "petitions:reception_session": "officer",
    "petitions:contact": "officer", "petitions:classify": "officer", "petitions:write": "officer", "petitions:hand_over": "officer",
    "petitions:answer": "officer", "petitions:split": "officer", "petitions:join": "officer", "petitions:complaint": "officer",
    "petitions:seal": "officer", "petitions:publish": "consolidator", "petitions:extend": "officer",
    **{f"engagement:{name}": "officer" for name in (
        "edit", "step", "record", "send", "opinion", "wording", "question", "questions", "training_step", "training_required",
        "training_material",
        "note_edit", "note_decide",
    )},
    **{f"democracy:{name}": "officer" for name in (
        "consultation_step", "opinion_add", "opinion", "groups", "group", "disclosure_step", "disclosure_plan",
        "regulation_step", "decision_step", "supervision_step",
    )},
    **{f"evaluation:{name}": "officer" for name in ("score", "submit", "take_back", "appeal")},
    **{f"evaluation:{name}": "consolidator" for name in (
        "review", "decide", "open_round", "remind", "publish", "finalise", "set_new", "group_new", "line_new", "line",
        "line_remove", "issue",
    )},
    **{f"portal:{name}": "consolidator" for name in ("write", "article", "publish", "take_back", "manage")},
}  # fmt: skip
HIGH = {
    "organizations", "reference", "briefings:templates", "reporting:indicator_new", "reporting:indicator_edit",
    "reporting:report_form_new", "reporting:publish_form",
    "reporting:form_settings",
}  # fmt: skip


def knocker(name: str) -> str:
    """Who is let in at a door, so that what is typed there reaches the code behind it."""
    if name in KNOCKERS:
        return KNOCKERS[name]
    if name.split(":")[0] in HIGH or name in HIGH:
        return "administrator"
    return "auditor" if name.startswith("audit") else "city_consolidator"
