"""
Which figure is a part of which, and the sums a text claims.

A bracket behind a figure, "trong đó", "gồm", "cụ thể", a colon make parts; so do figures in a row that add up, or nearly
do, without a word. A unit left out comes from the total. Every list of two parts or more is added up again: what does not
agree is flagged with the difference. One total may be divided several times; a part may be divided itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from danvan.common.spoken import Value
from danvan.ingest.prose import across, lexicon
from danvan.ingest.prose.checks import Sum, judge, percentages
from danvan.ingest.prose.divisions import NEARLY, Item, by_unit, divide, flows, nearly
from danvan.ingest.prose.figures import Figure
from danvan.ingest.prose.matching import ANY_BODY, fits, join
from danvan.ingest.prose.text import Text

_MARK = re.compile(
    r"(?<!\w)(?:trong đó|gồm có|bao gồm|gồm|cụ thể|chia ra|phân ra|trong số đó|trong số này|riêng|như sau|chia theo|tính theo|phân theo)(?!\w)"
)
_OPEN_MARK = re.compile(r"(?<!\w)(?:riêng|trong đó|trong số đó|trong số này)(?!\w)")
_GOES_ON = re.compile(r"\s*(?:trong đó|cụ thể|trong số đó|trong số này|bao gồm|gồm có|gồm)(?!\w)")
_AFTERWARDS = re.compile(
    r"(?:tổng cộng|tổng số|tổng thu|tổng chi|tổng trị giá|tổng kinh phí|tổng giá trị|tổng(?=\s*:)|cộng(?=\s*:)|cộng chung|tất cả|như vậy|nâng tổng)(?!\w)[^.;\d]{0,60}$"
)
_NESTED = re.compile(r"(?:^|,)\s*(?:trong đó\s*,?\s*)?có\s*$")
_OF_THESE = re.compile(r"(?:^|[\s,.(])trong (?:tổng )?(?:số )?$")
_OTHER = re.compile(
    r"(?<!\w)(?:thu hút|với sự tham gia|qua đó|so với|đồng thời|ngoài ra|bên cạnh|cùng với đó|trong khi|tổ chức được|đã tổ chức|tiếp nhận|đăng tải)(?!\w)"
)
# Something else that is done, not a kind of the same.
_ELSE = re.compile(
    r"(?<!\w)(?:giám sát|phản biện|kiểm tra|khảo sát|tập huấn|đối thoại|tuyên truyền|hòa giải|thanh tra)(?!\w)"
)
# The same where the parts bear no counting words.
NEARLY_BARE = 0.25
# Longest stretch of words between two parts of one list, in signs.
REACH = 75


# No sentence divides more: beyond it, comparing all with all would take minutes.
MOST_TOGETHER = 60


def relate(text: Text, figures: list[Figure]) -> list[Sum]:
    """Set `whole` and carried-over units; returns the sums in the order of their totals."""
    sums: list[Sum] = []
    for place, figure in enumerate(figures):
        figure.before = figures[max(0, place - 2) : place]
    for group in _groups(text, figures):
        items = _nested(text, group)
        sums += _within(items)
    sums += across.relate(text, figures)
    for one in sums:
        judge(one)
    percentages(text, figures)
    return sorted(sums, key=lambda one: (one.total.start, one.parts[0].start))


def _groups(text: Text, figures: list[Figure]) -> Iterator[list[Figure]]:
    """Figures of a sentence; a sentence that begins with "Trong đó" goes on with the one before."""
    group: list[Figure] = []
    last = -1
    for figure in figures:
        if len(group) >= MOST_TOGETHER:
            yield group
            group = []
        elif figure.sentence != last and group:
            start, _end = text.sentences[figure.sentence]
            if not (figure.sentence == last + 1 and _GOES_ON.match(text.low, start)):
                yield group
                group = []
        last = figure.sentence
        group.append(figure)
    if group:
        yield group


def _nested(text: Text, group: list[Figure]) -> list[Item]:
    """Brackets as a tree: what stands in one belongs to the figure before it."""
    stack: list[list[Item]] = [[]]
    place = behind = text.sentences[group[0].sentence][0]
    for figure in group:
        gap = text.low[place : figure.start]
        opened = 0
        for sign in re.finditer(r"[()]", text.low[behind : figure.start]):
            if sign.group() == "(":
                opened += 1
                stack.append(stack[-1][-1].inside if stack[-1] else [])
            elif len(stack) > 1:
                stack.pop()
                opened = max(0, opened - 1)
        words = gap[gap.rfind("(") + 1 :] if opened else gap[gap.rfind(")") + 1 :] if ")" in gap else gap
        stack[-1].append(Item(figure, ("(" if opened else "") + words))
        # The unit may stand behind a bracket: "87,5% (70/80) kiến nghị".
        place, behind = figure.reach, figure.end
    return stack[0]


def _within(items: list[Item]) -> list[Sum]:
    sums: list[Sum] = _totals_behind(items) + _toldby_unit(items)
    for place, item in enumerate(items):
        if item.inside and place and len(item.inside) > 3 and item.figure.whole is None:
            sums += by_unit(items[place - 1], item, item.inside)
        if item.inside:
            _nest(item.figure, item.inside)
            sums += divide(item.figure, item.inside, strong=True)
            sums += _within(item.inside)
    for place, item in enumerate(items):
        if _may_be_total(item.figure) and item.figure.whole is None:
            sums += _follow(item, items[place + 1 :])
        # Brackets that were found to belong to a part on the way.
        if item.inside and item.inside[0].figure.whole is None:
            sums += divide(item.figure, item.inside, strong=True)
    return sums


def _toldby_unit(items: list[Item]) -> list[Sum]:
    """ "3.480 hộ, 13.920 nhân khẩu; trong đó hộ nông nghiệp 2.100, …": the label says which of them is divided."""
    sums: list[Sum] = []
    for place, item in enumerate(items):
        if place < 2 or item.figure.unit or item.figure.whole is not None:
            continue
        if (mark := _MARK.search(item.gap)) is None:
            continue
        label = lexicon.unit_pattern().match(item.gap[mark.end() :].lstrip(" ,:"))
        if label is None or label.group() == items[place - 1].figure.unit.lower():
            continue
        for owner in reversed(items[: place - 1]):
            if owner.figure.unit.lower() == label.group() and _may_be_total(owner.figure):
                sums += _follow(owner, items[place:])
                break
    return sums


def _nest(total: Figure, items: list[Item]) -> None:
    """In a list of parts, "trong đó 301 định kỳ, 177 đột xuất" behind a part speaks of it, unless it is the whole again."""
    place = 1
    while place < len(items):
        item, before = items[place], items[place - 1]
        named = _named(items[:place], item.gap)
        if named is not None and fits(named.figure, item.figure):
            end = place + 1
            while end < len(items) and ";" not in items[end].gap:
                end += 1
            named.inside += items[place:end]
            del items[place:end]
            continue
        if not (_MARK.search(item.gap) or _NESTED.search(item.gap)) or not fits(before.figure, item.figure):
            place += 1
            continue
        end = place + 1
        while (
            end < len(items)
            and not items[end].figure.own_level
            and ";" not in items[end].gap
            and not _MARK.search(items[end].gap)
        ):
            end += 1
        values = [one.figure.value for one in items[place:end]]
        if values[0] > before.figure.value or item.figure.own_level or sum(values) == total.value:
            place = end
            continue
        before.inside += items[place:end]
        del items[place:end]


def _may_be_total(figure: Figure) -> bool:
    return figure.role not in ("change", "rate", "previous") and not figure.percent


def _follow(item: Item, rest: list[Item]) -> list[Sum]:
    """Divisions of a figure by those behind it."""
    total, sums = item.figure, []
    if rest and (other := _OF_OTHERS.search(rest[0].gap)) and total.unit.lower() not in other.group():
        # "86 tập thể và 134 cá nhân …; về tập thể: Cờ thi đua 6": of another figure.
        return []
    if len(rest) > 4 and _MARK.search(rest[1].gap) and (sums := by_unit(item, rest[0], rest[1:])):
        return sums
    while rest:
        run, marked, is_open, used = _run(item, rest)
        if not run:
            break
        if marked:
            sums += divide(total, run, strong=not is_open)
            rest = rest[used:]
            continue
        exact = _exact(total, run)
        if exact is None:
            if _SOME.search(run[0].gap) or _SOME.match(run[0].figure.what.lower()):
                # "kết nạp 1.204 hội viên, nữ 305": one part, told without a word.
                sums += divide(total, run[:1], strong=False) if total.kind == "person" else []
            break
        sums += divide(total, run[:exact], strong=True)
        rest = rest[rest.index(run[exact - 1]) + 1 :]
    return sums


_OF_OTHERS = re.compile(
    r"[;.,]\s*(?:đối với|với|về|riêng)\s+(?:số\s+)?(?:tập thể|cá nhân|hộ|người|đơn vị|tổ chức|cán bộ)\s*[,:]"
)


def _run(whole: Item, rest: list[Item]) -> tuple[list[Item], bool, bool, int]:
    """
    The items behind a total that may be its parts, whether a word makes them so, whether that word leaves it open, and how
    many items were looked at.
    """
    total = whole.figure
    run: list[Item] = []
    marked = is_open = False
    for place, item in enumerate(rest):
        figure, gap = item.figure, item.gap
        joined = "joined" in figure.flags and not fits(total, figure)
        if figure.whole is not None:
            if joined:
                continue
            return run, marked, is_open, place
        mark = _MARK.search(gap) or (_COLON.search(gap) if not run else None)
        if not run and mark is None and _OF_THESE.search(whole.gap) and re.search(r"có\s*$", gap):
            mark = re.search(r"có\s*$", gap)
        if not run and mark is not None:
            marked, is_open = True, _OPEN_MARK.search(gap) is not None
        counted_for = figure.kind.startswith("place:") and not total.kind.startswith("place:")
        counted_for = counted_for and not (marked and total.unit.lower() in ANY_BODY)
        # "mỗi phường ít nhất 4 mô hình": what is asked for is no part of what was done.
        counted_for = counted_for or figure.role == "target" and total.role == "result"
        if joined or counted_for:
            continue
        if figure.role in ("previous", "change") or figure.percent and not total.percent:
            if marked and not run:
                return run, marked, is_open, place
            continue
        if (
            run
            and (mark is not None or _NESTED.search(gap))
            and _speaks_of(run[-1], item, rest[place:], total)
        ):
            _put(run[-1], item)
            continue
        if run and (
            around := next((one for one in run if _goes_on_inside(one, item, rest[place - 1])), None)
        ):
            _put(around, item)
            continue
        if run and mark is not None:
            return run, marked, is_open, place
        if (
            run
            and (named := _named(run, gap)) is not None
            and fits(named.figure, figure)
            and figure.value <= named.figure.value
        ):
            # "…, doanh nghiệp 1.866; trong khối doanh nghiệp có 1.210 …": of the part with that label.
            _put(named, item)
            continue
        if len(run) > 1 and marked and _VERB_BEHIND.match(gap) and not any(";" in one.gap for one in run[1:]):
            # "1.024 bài: 612 bài viết tay, 412 bài đánh máy; chọn 30 bài": something else is done with them.
            return run, marked, is_open, place
        if not run and not marked and _passes_over(total, item, rest[place + 1 :]):
            continue
        too_far = len(gap) > (REACH if run else 2 * REACH)
        # Behind a semicolon only what is counted like the part before goes on.
        closed = marked and not is_open and (not run or ";" not in gap or figure.unit == run[-1].figure.unit)
        if (
            not fits(total, figure, marked=closed)
            or figure.role == "rate"
            or too_far
            or _AFTERWARDS.search(gap)
        ):
            return run, marked, is_open, place
        if (not marked and (_OTHER.search(gap) or "." in gap)) or (run and marked and _OTHER.search(gap)):
            return run, marked, is_open, place
        run.append(item)
    return run, marked, is_open, len(rest)


def _passes_over(total: Figure, item: Item, later: list[Item]) -> bool:
    """ "22 hội nghị cho 2.640 người: Luật Đất đai 10 hội nghị, …": the list is not of what stands between."""
    if not later or item.figure.percent or ";" in item.gap or not later[0].figure.unit:
        return False
    if not (_MARK.search(later[0].gap) or _COLON.search(later[0].gap)):
        return False
    return later[0].figure.unit == total.unit and not fits(item.figure, later[0].figure)


_VERB_BEHIND = re.compile(
    r"[^;]{0,60};\s*(?:đã |đang |qua đó |kết quả )?(?:chọn|tổ chức|ban hành|phát hiện|khởi tố|hỗ trợ|vận động|trao|tặng|cấp|thu|huy động|tiếp|mở|xử lý|duy trì|khen thưởng|biểu dương)\s"
)


def _put(around: Item, item: Item) -> None:
    if not any(one is item for one in around.inside):
        around.inside.append(item)


def _goes_on_inside(part: Item, item: Item, last: Item) -> bool:
    """Whether the list inside a part goes on with this figure: it follows the last one and there is still room."""
    figure = item.figure
    if not part.inside or part.inside[-1] is not last or figure.own_level or ";" in item.gap:
        return False
    if _MARK.search(item.gap) or not fits(part.figure, figure):
        return False
    return sum(one.figure.value for one in part.inside) + figure.value <= part.figure.value


def _speaks_of(before: Item, item: Item, rest: list[Item], total: Figure) -> bool:
    """Whether "trong đó 301 định kỳ" behind a part speaks of that part and not of the whole again."""
    figure = item.figure
    if (
        not fits(before.figure, figure)
        or figure.own_level
        or figure.value > before.figure.value
        or ";" in item.gap
    ):
        return False
    values: list[Value] = []
    for one in rest:
        if one is not item and (_MARK.search(one.gap) or ";" in one.gap):
            break
        values.append(one.figure.value)
    return sum(values) != total.value


_SEPARATED = re.compile(r"[,;(:]|(?:^|\s)(?:và|gồm)\s")
# ": 15 lớp", not the colon of a label ("; cấp huyện: 61").
_COLON = re.compile(r"^[^;,]*:[^:\d]{0,40}$")
_HAS = re.compile(r"(?:có|gồm|trong đó)\s*$")
_LABEL = re.compile(r"[^\W\d_]{2,}(?: [^\W\d_]{2,})+")


def _named(run: list[Item], gap: str) -> Item | None:
    """The part whose label is said again before a figure, with more words around it."""
    if not _HAS.search(gap):
        return None
    said = gap.strip(" ,;")
    for item in reversed(run):
        label = _LABEL.search(_SEPARATED.split(item.gap)[-1])
        names = [label.group()] if label else []
        if item.figure.own_what and len(item.figure.what.split()) > 1:
            names.append(item.figure.what.lower())
        if item.figure.own_what and item.figure.unit:
            names.append(f"{item.figure.unit} {item.figure.what}".lower())
        if any(name in said and len(said) > len(name) + 4 for name in names):
            return item
    return None


_SOME = re.compile(r"(?:^|,\s*)(?:có\s+|là\s+)?nữ(?:\s+(?:là|có|chiếm))?\s*$")


def _exact(whole: Figure, run: list[Item]) -> int | None:
    """How many of a row add up to the total; or, if they nearly do and look like a list, all of them."""
    if any(flows(item.gap, item.figure) for item in run):
        return None
    left = total = whole.value
    for count, item in enumerate(run, start=1):
        left -= item.figure.value
        if left == 0 and count > 1:
            return count
        if left < 0:
            break
    if len(run) > 1 and all(0 <= item.figure.value <= total for item in run):
        added = sum(item.figure.value for item in run)
        labelled = all(len(item.gap) <= 45 and not _ELSE.search(item.gap) for item in run)
        share = NEARLY if all(item.figure.unit for item in run) else NEARLY_BARE
        last = whole.before[-1] if whole.before else None
        if (
            last is not None
            and last.sentence == whole.sentence
            and last.unit == whole.unit
            and last.value > total
        ):
            # "35 đại biểu, nữ 12, trẻ tuổi 8, ngoài Đảng 3": parts of it like the one looked at.
            return None
        if any(one.value == total + added for one in whole.before):
            # All of them are parts of what was told before.
            return None
        if labelled and abs(float(added - total)) <= share * float(total) and float(total) >= 5:
            return len(run)
    return None


_COUNTED = frozenset({"body", "person", "generic", "thing", "holder"})
_WORTH = re.compile(r"tổng (?:trị giá|kinh phí|giá trị|số tiền)")


def _totals_behind(items: list[Item]) -> list[Sum]:
    """ "…, tổng cộng 1.113 hội nghị": the total stands behind its parts."""
    found = []
    for place, item in enumerate(items):
        if place < 2 or item.figure.whole is not None or not _AFTERWARDS.search(item.gap):
            continue
        parts = [
            one.figure
            for one in items[:place]
            if one.figure.whole is None and _may_be_total(one.figure) and fits(item.figure, one.figure)
        ]
        if _WORTH.search(item.gap) and not nearly(item.figure.value, parts):
            continue
        if len(parts) < 2:
            # "15 sở, ngành, 18 quận, huyện; tổng cộng 33 đơn vị": of different things, if they add up.
            parts = [
                one.figure for one in items[:place] if one.figure.whole is None and one.figure.unit != "%"
            ]
            exact = sum(one.value for one in parts) == item.figure.value
            near = nearly(item.figure.value, parts) and all(one.kind == "person" for one in parts)
            if not (exact or near) or item.figure.kind not in _COUNTED:
                continue
        if len(parts) > 1:
            for part in parts:
                join(item.figure, part)
            found.append(Sum(item.figure, parts))
    return found
