"""
Documents named in a text: symbols of the Party and the state, printed whole, shared, broken, or as a bare number.

Sources of the shapes: Quy định 399-QĐ/TW (Party: ``290-QĐ/TW``), Nghị định 30/2020/NĐ-CP (state: ``88/2026/NĐ-CP``,
``450/BC-UBND``). Look-alike letters are read as what is meant (Ð as Đ, TƯ as TW).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date

from danvan.ingest.prose import lexicon, moments
from danvan.ingest.prose.text import Text

KINDS = {
    "QĐ": "Quyết định", "QÐ": "Quyết định", "CT": "Chỉ thị", "NQ": "Nghị quyết", "KL": "Kết luận", "KH": "Kế hoạch",
    "HD": "Hướng dẫn", "CV": "Công văn", "TB": "Thông báo", "BC": "Báo cáo", "CTR": "Chương trình", "QC": "Quy chế",
    "QĐI": "Quy định", "NĐ": "Nghị định", "TT": "Thông tư", "NQLT": "Nghị quyết liên tịch", "TTLT": "Thông tư liên tịch",
    "TTR": "Tờ trình", "ĐA": "Đề án", "CTHĐ": "Chương trình hành động", "CTPH": "Chương trình phối hợp", "QH": "Luật",
    "PL": "Pháp lệnh", "TT-BTC": "Thông tư", "GM": "Giấy mời", "BB": "Biên bản", "CĐ": "Công điện", "L": "Lệnh",
}  # fmt: skip
# Words that announce a number as a document; the longest first.
NAMES = (
    "nghị quyết liên tịch", "thông tư liên tịch", "chương trình hành động", "chương trình phối hợp", "chương trình công tác",
    "chương trình", "quyết định", "chỉ thị", "nghị quyết", "kết luận", "kế hoạch", "hướng dẫn", "công văn", "thông báo",
    "báo cáo", "quy chế", "quy định", "nghị định", "thông tư", "tờ trình", "đề án", "pháp lệnh", "bộ luật", "luật",
    "công điện", "thông tri", "quy chế phối hợp", "văn bản",
)  # fmt: skip
_KIND = "|".join(sorted(NAMES, key=len, reverse=True))
_LETTERS = r"[A-ZĐƯÂÊÔƠĂ]"
_BODY = rf"{_LETTERS}(?:[A-Za-zĐđƯưÂâÊêÔôƠơĂă]|\.(?=[A-ZĐƯ]))*(?:\d{{1,2}}(?!\d))?"
_SIGN = rf"{_BODY}(?:\s?-\s?{_BODY})*"
# What Party offices issue, and the offices whose short names cannot be taken for anything else.
_PARTY = "QĐi|QĐ|CT|NQ|KL|KH|HD|TB|BC|CTr|QC|CV"
_OFFICE = r"(?:T\.?[WƯ]|TU|HU|QU|ĐU|ThU|(?:BDV|BTC|BTG|BNC|UBKT)T[UW])(?!\w)"
_SYMBOL = re.compile(
    rf"""(?P<number>\d{{1,5}}(?:\.\d{{3}}(?=\s?/\s?[A-ZĐ])|[A-Za-z])?)
    (?:
        \s?/\s?(?P<year>(?:19|20)\d\d)\s?/\s?(?P<state>{_SIGN})             # 88/2026/NĐ-CP
      | \s?-\s?(?P<kind>{_LETTERS}[A-Za-zĐđ]{{0,4}})\s?/\s?(?P<body>{_SIGN})  # 290-QĐ/TW
      | \s(?P<loose>{_PARTY})\s?/\s?(?P<loose_body>{_OFFICE})                # 290 QĐ/TW
      | \s?-\s?(?P<hyphened>{_PARTY})\s?-\s?(?P<hyphened_body>{_OFFICE})      # 290-QĐ-TW
      | \s?/\s?(?P<short>{_SIGN})                                             # 450/BC-UBND
      | \s?-\s?(?P<bare>QĐ|CT|NQ|KL|KH|HD|TB|BC|CTr|QĐi|QC)(?![\w-])          # 120-KL
    )(?![\w])""",
    re.VERBOSE,
)
_SHARED = re.compile(
    r"(?:(?<=\s)|(?<=^)|(?<=\())(\d{1,5})\s*(?:,|và|;)\s*(?=(?:số\s*)?(?:\d{1,5}\s*(?:,|và|;)\s*(?:số\s*)?){0,6}\d{1,5}\s?[-/])"
)
_ALSO = re.compile(r"(?:,|\s+và)\s+(?:số\s+)?(\d{1,3})(?![\d%]|[.,/-]\d|\s?[-/]\s?[a-zđ])")
_MOST_SHARED = 6
_ANNOUNCED = re.compile(rf"\b(?P<kind>{_KIND})(?:\s+số)?\s*:?\s*$")
_BARE = re.compile(
    rf"\b(?P<kind>{_KIND})\s+(?P<so>số\s*)?(?P<number>\d{{1,5}}(?:[a-c](?!\w))?(?:/(?:19|20)\d\d)?)(?!\w)(?![\d.,]*\d|\s?[-/]\s?[A-ZĐ]|/\d)"
)
_SHORT_BARE = re.compile(
    r"(?<!\w)(?P<kind>QĐ|NQ|CT|KL|NĐ)\s+(?P<so>số\s*)?(?P<number>\d{1,5})(?!\w|[.,]\d|\s?[-/]\s?[A-ZĐ\d])"
)
_ALIKE = (
    (re.compile(r"T\.?[ƯW](?!\w)"), "TW"), (re.compile(rf"(?<=\d)\s?[\s-]\s?({_PARTY})\s?[/-]\s?(?={_OFFICE})"), r"-\1/"),
    (re.compile(r"\s+"), ""), (re.compile(r"^(\d{1,5})\.(\d{3}/)"), r"\1\2"),
)  # fmt: skip
_ISSUER = re.compile(
    r"""^[\s,]*(?:\(\s*khóa\s+[IVXL]+\s*\)[\s,]*)?của\s+(?P<name>
        (?:liên\s+)?(?:Ban\ Chấp\ hành\ Trung\ ương(?:\ Đảng)?|Ban\ Bí\ thư(?:\ Trung\ ương(?:\ Đảng)?)?|Bộ\ Chính\ trị
        |Thủ\ tướng\ Chính\ phủ|Chính\ phủ|Quốc\ hội|Ủy\ ban\ Thường\ vụ\ Quốc\ hội|Thanh\ tra\ Chính\ phủ
        |(?:Ban\ Thường\ vụ\ |Thường\ trực\ |Ban\ Dân\ vận\ |Ban\ Tuyên\ giáo\ (?:và\ Dân\ vận\ )?|Ban\ Tổ\ chức\ )?
          (?:Trung\ ương|Thành\ [uủ][ỷy]|Tỉnh\ [uủ][ỷy]|Quận\ [uủ][ỷy]|Huyện\ [uủ][ỷy]|Thị\ [uủ][ỷy]|Đảng\ [uủ][ỷy])
        |(?:UBND|HĐND|Ủy\ ban\ nhân\ dân|Hội\ đồng\ nhân\ dân|(?:Ủy\ ban\ )?MTTQ(?:\ Việt\ Nam)?|Ủy\ ban\ Mặt\ trận\ Tổ\ quốc(?:\ Việt\ Nam)?)
        |Bộ\ [A-ZĐ][\wÀ-ỹ]*(?:\ [\wÀ-ỹ]+){0,3}|Sở\ [A-ZĐ][\wÀ-ỹ]*(?:\ [\wÀ-ỹ]+){0,3}
        )
        (?:\ (?:(?:Thành|thành)\ phố|tỉnh|TP|quận|huyện|thị\ xã|xã|phường|Khối)(?!\w))?
        (?:\ [A-ZĐÀ-Ỹ][\wÀ-ỹ]*){0,4})""",
    re.VERBOSE,
)
_DATED = re.compile(r"^[\s,(]*(?:ban hành\s+)?(?:ngày\s+)?(?=\d)")


@dataclass(frozen=True)
class Reference:
    """`symbol` in the prescribed spelling; `start` and `end` are places of the prepared text."""

    symbol: str
    kind: str
    dated: date | None
    issuer: str
    start: int
    end: int


def find(text: Text) -> list[Reference]:
    """Documents in the order of the text; a number shared by a later symbol ("217, 218-QĐ/TW") is one of its own."""
    found: list[Reference] = []
    for match in _SYMBOL.finditer(text.plain):
        if match.start() and (
            text.plain[match.start() - 1].isalnum() or text.plain[match.start() - 1] in "_/.-"
        ):
            continue
        if not _is_symbol(match):
            continue
        announced = _ANNOUNCED.search(text.low, max(0, match.start() - 60), match.start())
        start = match.start()
        tail = _sign_of(match)
        shared: list[tuple[int, str]] = []
        before = start
        while len(shared) < _MOST_SHARED and (
            earlier := _last(_SHARED, text.plain, max(0, before - 14), before)
        ):
            shared.insert(0, (earlier.start(1), earlier.group(1)))
            before = earlier.start(1)
            announced = announced or _ANNOUNCED.search(text.low, max(0, before - 60), before)
        announced = announced or (
            _ANNOUNCED.search(text.low, max(0, before - 60), before) if shared else None
        )
        kind = _kind(announced, match)
        dated, issuer = _what_follows(text, match.end())
        issuer = issuer or _issuer_before(text, before)
        found += [
            Reference(_spelled(number + tail), kind, dated, issuer, at, at + len(number))
            for at, number in shared
        ]
        found.append(
            Reference(_spelled(match.group("number") + tail), kind, dated, issuer, start, match.end())
        )
    for match in _SHORT_BARE.finditer(text.plain):
        kind = KINDS[match.group("kind")]
        if match.group("so") or not lexicon.unit_pattern().match(text.low, match.end() + 1):
            found.append(
                Reference(
                    match.group("number"), kind, *_what_follows(text, match.end()), *match.span("number")
                )
            )
    found.sort(key=lambda one: one.start)
    taken = [(one.start, one.end) for one in found]
    starts = [start for start, _end in taken]
    for match in _BARE.finditer(text.low):
        at, end = match.span("number")
        before = bisect_left(starts, end) - 1
        if before >= 0 and at < taken[before][1] or not _is_bare(text, match):
            continue
        dated, issuer = _what_follows(text, end)
        kind = _written(match.group("kind"))
        found.append(Reference(match.group("number"), kind, dated, issuer, at, end))
        several = text.low[max(0, match.start() - 8) : match.start()].endswith(("các ", "những ", "hai "))
        while more := _ALSO.match(text.low, end):
            # "các Chỉ thị 05, 23 và 40", "Quyết định 217 và 218 của Bộ Chính trị".
            behind = text.low[more.end() : more.end() + 24].lstrip()
            if several and not lexicon.unit_pattern().match(behind) or _TOLD_AS_DOCUMENT.match(behind):
                end = more.end()
                found.append(Reference(more.group(1), kind, dated, issuer, *more.span(1)))
            else:
                break
    return sorted(found, key=lambda one: one.start)


def _is_symbol(match: re.Match[str]) -> bool:
    """A fraction of counts ("12/XÃ") is none; a state sign has a kind we know, or stands with its year or a body."""
    if match.group("short"):
        first = re.split(r"\s?-\s?", match.group("short"))[0].upper()
        return (
            first in KINDS
            or first in ("CP", "TTG")
            or "-" in match.group("short")
            or match.group("short").startswith("UB")
        )
    return True


def _last(pattern: re.Pattern[str], text: str, start: int, end: int) -> re.Match[str] | None:
    """The match that ends at `end`, with nothing but blanks or “số” between."""
    found = None
    for match in pattern.finditer(text, start, end + 80):
        if match.end() <= end and text[match.end() : end].strip() in ("", "số"):
            found = match
    return found


def _sign_of(match: re.Match[str]) -> str:
    return match.group()[len(match.group("number")) :]


def _spelled(symbol: str) -> str:
    for pattern, meant in _ALIKE:
        symbol = pattern.sub(meant, symbol)
    return symbol


def _written(kind: str) -> str:
    return kind[0].upper() + kind[1:]


def _kind(announced: re.Match[str] | None, match: re.Match[str]) -> str:
    if announced and announced.group("kind") != "văn bản":
        return _written(announced.group("kind"))
    sign = next(
        (said for name in ("kind", "bare", "loose", "hyphened") if (said := match.group(name))), ""
    ) or (match.group("state") or match.group("short") or "")
    first = re.split(r"\s?-\s?", sign)[0].upper()
    return KINDS.get(re.sub(r"\d+$", "", first), "")


_ALSO_COUNTED = frozenset(
    {
        "báo cáo",
        "kế hoạch",
        "thông báo",
        "hướng dẫn",
        "công văn",
        "văn bản",
        "chương trình",
        "quy định",
        "quy chế",
    }
)
# "Quy định 37 về những điều …": whose it is or what about.
_TOLD_AS_DOCUMENT = re.compile(
    r"(?:về|khóa|của (?:bộ|ban|trung ương|chính phủ|quốc hội|thủ tướng|tỉnh ủy|thành ủy|huyện ủy|quận ủy|ubnd|hđnd)|ngày \d)(?!\w)"
)
_NEVER_BARE = frozenset({"luật", "bộ luật", "đề án"})


def _is_bare(text: Text, match: re.Match[str]) -> bool:
    """ "Quyết định 300" is a document; "báo cáo 12 cuộc" and "kế hoạch năm 2019" are not."""
    kind, number = match.group("kind"), match.group("number")
    if kind in _NEVER_BARE and "/" not in number and not match.group("so"):
        # "Đề án 06" is a programme, "chuyên môn luật 84" a count.
        return False
    following = text.low[match.end() : match.end() + 24].lstrip()
    if match.group("so"):
        return True
    if text.plain[match.start()].isupper() and _TOLD_AS_DOCUMENT.match(following):
        return True
    if kind in _ALSO_COUNTED:
        if "/" in number:
            return True
        # "Thực hiện Hướng dẫn 12": a capital letter inside a sentence names it.
        named = (
            text.plain[match.start()].isupper()
            and not _begins(text, match.start())
            and kind != "chương trình"
        )
        return named and lexicon.unit_pattern().match(following) is None
    if kind in ("chương trình công tác", "chương trình phối hợp"):
        return False
    if "/" in number:
        return True
    return not re.match(
        r"(?:nội dung|nhiệm vụ|vấn đề|cuộc|hội nghị|vụ|việc|đơn|trường hợp|năm|tháng|%|tỷ|triệu|đồng|người)",
        following,
    )


# "Ban Thường vụ Thành ủy vừa ban hành Chỉ thị số 07-CT/TU".
_ISSUED = re.compile(
    rf"\s+(?:đã\s+|vừa\s+|mới\s+)?ban hành\s+(?:các\s+)?(?:{_KIND})(?:\s+số)?\s*:?\s*$", re.IGNORECASE
)


def _issuer_before(text: Text, start: int) -> str:
    """Who issued it, where the sentence begins with that."""
    begin = max(start - 150, text.sentences[text.sentence_at(start)][0])
    issued = _ISSUED.search(text.plain, begin, start)
    if issued is None:
        return ""
    said = text.plain[begin : issued.start()]
    for place in range(len(said) - 1, -1, -1):
        if place == 0 or said[place - 1] in " ,;:(":
            name = _ISSUER.match("của " + said[place:])
            if name is not None and name.end("name") - 4 == len(said) - place:
                found = name.group("name")
                # The longest name that ends here.
                longer = _issuer_longer(said, place)
                return _tidy(longer or found)
    return ""


def _issuer_longer(said: str, place: int) -> str:
    for start in range(max(0, place - 60), place):
        if start == 0 or said[start - 1] in " ,;:(":
            name = _ISSUER.match("của " + said[start:])
            if name is not None and name.end("name") - 4 == len(said) - start:
                return name.group("name")
    return ""


def _begins(text: Text, place: int) -> bool:
    """Whether a sentence begins here: a capital letter says nothing then."""
    return text.plain[text.sentences[text.sentence_at(place)][0] : place].strip(' \n"(') == ""


def _what_follows(text: Text, end: int) -> tuple[date | None, str]:
    """The date and the issuer printed right behind a symbol."""
    dated = None
    place = end
    if gap := _DATED.match(text.plain[end : end + 30]):
        moment = moments.day_at(text, end + gap.end())
        if moment is not None and moment.day is not None:
            dated, place = moment.day, moment.end
    rest = text.plain[place : place + 140]
    name = _ISSUER.match(rest.lstrip(") ,") if dated else rest)
    return dated, _tidy(name.group("name")) if name else ""


def _tidy(name: str) -> str:
    return re.sub(r"\s+", " ", name).strip()
