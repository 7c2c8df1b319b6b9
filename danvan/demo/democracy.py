"""
Grassroots democracy behind the figures: drafts and what residents said of them, disclosures, decisions of communities, and
what the residents' own boards looked into.

How many there were in each unit and quarter is dealt out by `danvan.demo.figures`; the units that keep their petitions here
keep these records here too, from January 2019 on, and their figures are counted from them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import numpy as np

from danvan.demo import cases, democracy_now, splitting
from danvan.demo.city import City
from danvan.demo.democracy_texts import ANSWERS, CLAUSES, DECISIONS, DRAFTS, FINDINGS, OPINIONS, PROJECTS
from danvan.democracy import limits as law
from danvan.democracy import lists, thresholds
from danvan.democracy.models import (
    CommunityDecision,
    CommunitySupervision,
    Consultation,
    ConsultationOpinion,
    DemocracyRegulation,
    DisclosureItem,
    OpinionGroup,
)
from danvan.democracy.models.consultations import Channel
from danvan.democracy.services import bulk
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import UnitName, names_on
from danvan.reporting.models import Round

Numbers = Mapping[str, np.ndarray]
DAY = timedelta(days=1)
WAYS = (["board"], ["board", "site"], ["site", "speaker"], ["board", "village"], ["meeting", "board"])


def hold(city: City, round_: Round, quarter: int, values: Mapping[int, Numbers], today: date) -> None:
    """Write a round's records of the units that keep them here; in the running round also what is under way."""
    units = cases.keeps(names_on(round_.counts_to))
    desk = Desk(round_)
    drafts = [one for name in units for one in desk.drafts(name, values[name.id], quarter)]
    others: list[bulk.Past] = []
    for name in units:
        if name.level == "commune":
            others += desk.commune(name, values[name.id], quarter)
    root = OrgUnit.objects.get(code="HN")
    at = cases.at(min(round_.counts_to, today), 18, 0)
    bulk.take_over(consultations=drafts, others=others, unit=root, by=None, at=at)
    if round_.period.starts_on <= today <= round_.period.ends_on:
        democracy_now.tell(city, today)


class Desk:
    """Makes up the records of one round."""

    def __init__(self, round_: Round) -> None:
        self.first, self.last = max(round_.counts_from, cases.SINCE), round_.counts_to
        # Of its own, so that nothing else in the city changes by what is made up here.
        self.rng = np.random.default_rng([splitting.SEED, 14, round_.period.year, round_.period.number])
        self.limits = law.Limits()
        earliest = self.first - 12 * DAY
        days = [earliest + n * DAY for n in range((self.last - earliest).days)]
        due = {day: self.limits.disclosure_due("commune", day) for day in days}
        self.decided = [(day, end) for day, end in due.items() if self.first <= end <= self.last]
        in_force = DemocracyRegulation.unscoped.filter(valid_to=None)
        self.regulated = set(in_force.values_list("unit_id", flat=True))

    def drafts(self, name: UnitName, numbers: Numbers, quarter: int) -> Iterator[bulk.PastConsultation]:
        count = int(numbers["consultation.drafts.opened"][quarter])
        published = int(numbers["consultation.feedback_published"][quarter])
        shares = {
            channel: self._dealt(int(numbers[f"consultation.opinions.{channel}"][quarter]), count)
            for channel in Channel.values
        }
        for place in range(count):
            said = {channel: int(parts[place]) for channel, parts in shares.items()}
            yield self._draft(name, said, done=place < published)

    def _draft(self, name: UnitName, said: Mapping[str, int], *, done: bool) -> bulk.PastConsultation:
        latest = self.last - 45 * DAY if done else self.last - 30 * DAY
        opens = self._day(self.first, latest)
        closes = opens + int(self.rng.integers(20, 26)) * DAY
        told = closes + int(self.rng.integers(6, 18)) * DAY
        published = min(told, self.last) if done else None
        title, summary = self._of(DRAFTS[name.level])
        states = Consultation.State
        state = states.PUBLISHED if done else self._of((states.CLOSED, states.SYNTHESISED, states.RESPONDED))
        record = Consultation(
            unit_id=name.id, level=name.level, title=f"{title} {name.name} năm {opens.year}", summary=summary,
            drafter=f"Ủy ban nhân dân {name.name}", channels=list(Channel.values), opens_on=opens, closes_on=closes,
            how="Gửi phiếu tại nhà văn hóa, trụ sở hoặc qua cổng thông tin", state=state, published_on=published,
            published_ways="Niêm yết tại trụ sở, cổng thông tin" if done else "",
            response="Các ý kiến đã được nghiên cứu, tiếp thu và giải trình." if state not in (
                states.CLOSED, states.SYNTHESISED) else "",
            conferences=1 if said["conference"] else 0,
        )  # fmt: skip
        answered = state in (states.RESPONDED, states.PUBLISHED)
        return bulk.PastConsultation(record, list(self._groups(said, opens, closes, answered=answered)))

    def _groups(
        self, said: Mapping[str, int], opens: date, closes: date, *, answered: bool
    ) -> Iterator[tuple[OpinionGroup, list[ConsultationOpinion]]]:
        chosen = self.rng.permutation(len(OPINIONS))[: int(self.rng.integers(3, 7))]
        parts = {channel: self._dealt(count, len(chosen)) for channel, count in said.items()}
        for place, index in enumerate(chosen):
            topic, text = OPINIONS[index]
            clause = self._of(CLAUSES)
            rows = [
                ConsultationOpinion(
                    channel=channel, received_on=self._day(opens, min(closes, self.last)), clause=clause, topic=topic,
                    text=text, count=int(counts[place]),
                )
                for channel, counts in parts.items()
                if counts[place]
            ]  # fmt: skip
            if rows:
                verdict, reason = self._of(ANSWERS) if answered else ("", "")
                yield OpinionGroup(clause=clause, gist=text, verdict=verdict, reason=reason), rows

    def commune(self, name: UnitName, numbers: Numbers, quarter: int) -> Iterator[bulk.Past]:
        def of(code: str) -> int:
            return int(numbers[f"gd.{code}"][quarter])

        if of("regulations.issued") and name.id not in self.regulated:
            yield self._regulation(name)
        yield from self._disclosures(name, of("disclosure.required"), of("disclosure.on_time"))
        for _n in range(of("community.decisions")):
            yield self._decision(name)
        for _n in range(int(self.rng.binomial(2, 0.06))):
            yield self._decision(name, adopted=False)
        for body, code in (("pib", "pib.supervisions"), ("cisb", "cisb.projects")):
            for _n in range(of(code)):
                yield self._supervision(name, body)

    def _regulation(self, name: UnitName) -> DemocracyRegulation:
        since = date(2018, int(self.rng.integers(1, 12)), int(self.rng.integers(1, 28)))
        return DemocracyRegulation(
            unit_id=name.id, level=name.level, title=f"Quy chế thực hiện dân chủ ở {name.name}",
            symbol=f"{int(self.rng.integers(20, 190))}/QĐ-UBND", issuer=f"Ủy ban nhân dân {name.name}", valid_from=since,
        )  # fmt: skip

    def _disclosures(self, name: UnitName, due: int, on_time: int) -> Iterator[DisclosureItem]:
        matters = lists.of_level("commune")
        for place in range(due):
            matter = matters[place % len(matters)]
            decided, due_on = self._of(self.decided)
            kept = place < on_time
            published: date | None = decided + int(self.rng.integers(0, (due_on - decided).days + 1)) * DAY
            if not kept:
                late = due_on + int(self.rng.integers(1, 15)) * DAY
                published = late if late <= self.last else None
            ways = list(self._of(WAYS)) if published else []
            yield DisclosureItem(
                unit_id=name.id, level=name.level, item=matter.code, title=matter.name_vi,
                decision=f"{int(self.rng.integers(10, 400))}/QĐ-UBND",
                state=DisclosureItem.State.PUBLISHED if published else DisclosureItem.State.DUE, planned_on=due_on,
                decided_on=decided, due_on=due_on, published_on=published, ways=ways,
            )  # fmt: skip

    def _decision(self, name: UnitName, *, adopted: bool = True) -> CommunityDecision:
        kind, title = self._of(DECISIONS)
        voted = self._day(self.first, self.last)
        households = int(self.rng.integers(80, 340))
        fewest = thresholds.needed(kind, households)
        agreed = int(self.rng.integers(fewest, households + 1) if adopted else self.rng.integers(5, fewest))
        against = int(self.rng.integers(0, households - agreed + 1))
        states = CommunityDecision.State
        sent = voted + int(self.rng.integers(1, 8)) * DAY if adopted else None
        answered = sent + int(self.rng.integers(1, 8)) * DAY if sent else None
        state = states.EXECUTED if self.rng.random() < 0.6 else states.RECOGNISED
        if not adopted:
            state = states.NOT_ADOPTED
        elif sent and sent > self.last:
            sent, answered, state = None, None, states.ADOPTED
        elif answered and answered > self.last:
            answered, state = None, states.SENT
        number = int(self.rng.integers(1, 18))
        symbol = f"{int(self.rng.integers(1, 30)):02d}/QĐ-TDP{number}"
        answer = f"{int(self.rng.integers(10, 400))}/UBND-VP"
        return CommunityDecision(
            unit_id=name.id, level=name.level, community=f"Tổ dân phố số {number}", title=title, kind=kind,
            way=self._of(CommunityDecision.Way.values[:2]), state=state, proposed_on=voted - 20 * DAY,
            discussed_on=voted - 8 * DAY, announced_on=voted - 4 * DAY, voted_on=voted, households_for=agreed,
            households_against=against, households_absent=households - agreed - against,
            adopted_on=voted if adopted else None, number=symbol if adopted else "",
            sent_on=sent, answered_on=answered, answer_symbol=answer if answered else "",
            executed_on=min(answered + 20 * DAY, self.last) if answered and state == states.EXECUTED else None,
            result="Đã tổ chức thực hiện và công khai kết quả tại tổ dân phố." if state == states.EXECUTED else "",
        )  # fmt: skip

    def _supervision(self, name: UnitName, body: str) -> CommunitySupervision:
        day = self._day(self.first, self.last)
        found, wanted = self._of(FINDINGS)
        states = CommunitySupervision.State
        luck = self.rng.random()
        recommended = day + 3 * DAY if luck < 0.5 and day + 3 * DAY <= self.last else None
        due = self.limits.after(law.BOARD_ANSWER, recommended) if recommended else None
        answered = recommended + int(self.rng.integers(4, 19)) * DAY if recommended else None
        if answered and (answered > self.last or luck < 0.04):
            answered = None
        state = states.ANSWERED if answered else states.RECOMMENDED if recommended else states.CLOSED
        return CommunitySupervision(
            unit_id=name.id, level=name.level, body=body, title=self._of(PROJECTS[body]), state=state, planned_on=day,
            supervised_on=day, findings=found, recommendation=wanted if recommended else "", recommended_on=recommended,
            addressee=f"Ủy ban nhân dân {name.name}" if recommended else "", answer_due_on=due, answered_on=answered,
            answer="Ủy ban nhân dân tiếp thu, đã giao bộ phận chuyên môn khắc phục." if answered else "",
        )  # fmt: skip

    def _dealt(self, total: int, parts: int) -> np.ndarray:
        """`total` over `parts`, adding up to it; nothing when there are no parts."""
        if not parts:
            assert not total, "opinions without a draft"
            return np.zeros(0, np.int64)
        return splitting.scattered(self.rng, total, np.ones(parts))

    def _day(self, first: date, last: date) -> date:
        return first + int(self.rng.integers(0, max((last - first).days, 0) + 1)) * DAY

    def _of(self, choices):
        return choices[int(self.rng.integers(len(choices)))]
