"""Good inputs spoilt at random: by bytes, by letters, and by what archives and XML are made of."""

from __future__ import annotations

import io
import random
import re
import zipfile

ODD_WORDS = (
    "\u202e", "\u200b", "\u0301" * 40, "\ufeff", "\x00", "\ud7ff", "\U0010ffff", "９９", "٣", "½", "²", "Ⅻ", "1e999", "-0", "NaN", "inf",
    "999999999999999999999999999999", "0,0,0", "1.2.3.4.5", "((((((((", "%%%", "trong đó", "còn lại", "tỷ đồng", "217, 218-QĐ/TW", "30/2/2019",
    "29/02/2019", "31/31/9999", "&amp;", "<", "]]>", "=1+1", "=cmd|' /c calc'!A1", "kad", "\n" * 50, " " * 500, "(" * 200, "12" * 300, "a" * 3000,
)  # fmt: skip
ODD_ATTRIBUTES = (
    "",
    "-1",
    "0",
    "s",
    "e",
    "b",
    "d",
    "str",
    "inlineStr",
    "XFD1048576",
    "A0",
    "AAAA1",
    "99999999999",
    "true",
    "r1",
    "\u202e",
    "xl/x",
)
NAMES = (
    "xl/workbook.xml",
    "word/document.xml",
    "[Content_Types].xml",
    "content.xml",
    "../x",
    "xl/vbaProject.bin",
    "xl/worksheets/sheet1.xml",
)


def spoilt(
    chance: random.Random, kind: str, sources: dict[str, list[tuple[str, bytes]]]
) -> tuple[str, bytes]:
    """A name and content made of one of the good inputs of a kind."""
    name, content = chance.choice(sources[kind])
    if kind == "text" or chance.random() < 0.2:
        if name.endswith(".txt") and chance.random() < 0.6:
            content = _letters(chance, content.decode("utf-8", "replace")).encode("utf-8", "replace")
        return name, _bytes(chance, content) if chance.random() < 0.6 else content
    return name, _archive(chance, content)


def _bytes(chance: random.Random, content: bytes) -> bytes:
    """Bytes flipped, cut, doubled, moved, put in."""
    spoiled = bytearray(content)
    for _time in range(chance.choice((1, 1, 2, 5, 30))):
        if not spoiled:
            break
        at, to = sorted(chance.randrange(len(spoiled) + 1) for _end in range(2))
        how = chance.randrange(7)
        if how == 0:
            spoiled[min(at, len(spoiled) - 1)] ^= 1 << chance.randrange(8)
        elif how == 1:
            spoiled[min(at, len(spoiled) - 1)] = chance.randrange(256)
        elif how == 2:
            del spoiled[at : min(to, at + chance.choice((1, 4, 100, 10**6)))]
        elif how == 3:
            spoiled[at:at] = spoiled[at : min(to, at + 500)]
        elif how == 4:
            spoiled[at:at] = chance.choice(ODD_WORDS).encode("utf-8", "surrogatepass")
        elif how == 5:
            spoiled = spoiled[to:] + spoiled[at:to] + spoiled[:at]
        else:
            spoiled[at:at] = chance.randbytes(chance.choice((1, 2, 8)))
    return bytes(spoiled)


def _letters(chance: random.Random, text: str) -> str:
    """Digits, marks, blanks and words changed as people and scanners do."""
    for _time in range(chance.choice((1, 3, 10))):
        places = [
            match.start()
            for match in re.finditer(chance.choice((r"\d", r"\s", r"[.,()/%-]", r"[^\W\d_]", r"\w+")), text)
        ]
        if not places:
            continue
        at = chance.choice(places)
        new = chance.choice(
            (
                "",
                "0",
                "9",
                ".",
                ",",
                " ",
                "-",
                "/",
                "O",
                "l",
                "%",
                "\u0323",
                "\u0301",
                "đ",
                "(",
                ")",
                "\n",
                *ODD_WORDS,
            )
        )
        text = text[:at] + new + text[at + chance.choice((0, 1, 1, 5)) :]
        if chance.random() < 0.1:
            cut = chance.randrange(len(text) + 1)
            text = chance.choice((text[:cut], text[cut:], text + text[:cut], text[:cut] * 3))
    return text


def _archive(chance: random.Random, content: bytes) -> bytes:
    """Parts changed, dropped, swapped, doubled or renamed, and packed again."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for _time in range(chance.choice((1, 1, 2, 4))):
        name, other = chance.choice(list(parts)), chance.choice(list(parts))
        # What is read most is spoilt most.
        name = chance.choice(
            [one for one in parts if "sheet" in one or "document" in one or "Strings" in one] or [name]
        )
        how = chance.randrange(9)
        if how == 0:
            parts.pop(name if chance.random() < 0.3 else other, None)
        elif how == 1:
            parts[name], parts[other] = parts[other], parts[name]
        elif how == 2:
            parts[chance.choice(NAMES)] = parts[name]
        elif how == 3:
            parts[name] = _bytes(chance, parts[name])
        else:
            parts[name] = _xml(chance, parts[name].decode("utf-8", "replace")).encode("utf-8", "replace")
        if not parts:
            break
    out = io.BytesIO()
    with zipfile.ZipFile(
        out, "w", chance.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)), compresslevel=1
    ) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return out.getvalue()


def _xml(chance: random.Random, part: str) -> str:
    """Elements taken out, doubled, nested or renamed; attributes and words changed."""
    how = chance.choice((0, 0, 1, 2, 2, 2, 3, 3, 3, 4, 5, 5))
    pattern = (
        r"<(\w[\w:.-]*)\b[^<>]*?(?:/>|>[^<]*</\1>)",
        r"<[^<>]+>",
        r'(?<==")[^"]*(?=")',
        r">[^<]+<",
        r"<\w[\w:.-]*",
        r"<c [^<>]*>",
    )[how]
    found = list(re.finditer(pattern, part))
    for match in sorted(
        chance.sample(found, min(len(found), chance.choice((1, 2, 8)))), key=lambda one: -one.start()
    ):
        said = match.group()
        if how in (0, 1):
            new = chance.choice(("", said * 2, f"<a>{said}</a>", said.swapcase()))
        elif how == 2:
            new = chance.choice((*ODD_ATTRIBUTES, said * 20))
        elif how == 3:
            new = f">{chance.choice(ODD_WORDS)}<".replace("\x00", "")
        elif how == 4:
            new = chance.choice(("<t", "<v", "<f", "<c", "<row", "<w:p", "<w:t", "<x:c", "<!DOCTYPE"))
        else:
            new = re.sub(r'\st="[^"]*"', "", said).replace(
                "<c ", f'<c t="{chance.choice(ODD_ATTRIBUTES[1:9])}" '
            )
        part = part[: match.start()] + new + part[match.end() :]
    return part
