# ruff: noqa: E501 - sentences for readers in two languages stand side by side.
"""The files of a release: data as CSV and Parquet, the dictionary of columns, a README, and the proof."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from danvan.common.exports import csv_lines
from danvan.portal.opendata.preparing import NOT_REPORTED, SIGN
from danvan.portal.opendata.register import BY_CODE, TABLES, VERSION

LICENCE = "CC BY 4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
CSV, PARQUET, DICTIONARY, README, PROOF = (
    "du-lieu.csv", "du-lieu.parquet", "tu-dien.csv", "README.md", "chung-minh.json",
)  # fmt: skip

COLUMNS = (
    ("table", "VARCHAR", "Mã bảng trong sổ đăng ký công bố", "Code of the table in the release register"),
    ("period", "VARCHAR", "Kỳ: 2019-Q1 là quý I/2019, 2019 là cả năm", "Period: 2019-Q1 is the first quarter, 2019 the year"),
    ("place_code", "VARCHAR", "Mã đơn vị; dấu * là phần của riêng cấp đó, không gồm cấp dưới", "Code of the unit; * is what it holds itself, without those below"),
    ("place_name", "VARCHAR", "Tên đơn vị vào ngày chốt số liệu", "Name of the unit on the day of counting"),
    ("place_level", "VARCHAR", "Cấp: city, district, commune, agency", "Level: city, district, commune, agency"),
    ("parent_code", "VARCHAR", "Mã đơn vị cấp trên; các dòng con cộng lại bằng dòng cha", "Code of the unit above; children add up to it"),
    ("topic", "VARCHAR", "Mã nội dung; all là tổng số", "Code of the topic; all is the sum"),
    ("topic_vi", "VARCHAR", "Tên nội dung", "Name of the topic in Vietnamese"),
    ("topic_en", "VARCHAR", "Tên nội dung bằng tiếng Anh", "Name of the topic in English"),
    ("unit", "VARCHAR", "Đơn vị tính", "What is counted"),
    ("value", "BIGINT", "Giá trị; trống khi cột sign có dấu", "The number; empty where sign is set"),
    ("sign", "VARCHAR", "• được ẩn để bảo vệ người dân; – chưa có báo cáo; trống: có giá trị", "• hidden to protect persons; – not reported; empty: a value"),
)  # fmt: skip


@dataclass(frozen=True)
class File:
    name: str
    media_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def rows(told: Mapping[str, Any]) -> Iterable[tuple[Any, ...]]:
    """Every cell of a release in the order of the register; hidden ones carry the sign and no value."""
    places = {code: (name, level, parent) for code, name, level, parent in told["places"]}
    for code, lines in told["tables"].items():
        table = BY_CODE[code]
        for place, values in lines:
            for topic, value in zip(table.columns, values, strict=True):
                sign = value if value in (SIGN, NOT_REPORTED) else ""
                yield (
                    code, told["period"], place, *places[place], topic.code, topic.vi, topic.en, table.unit,
                    None if sign else value, sign,
                )  # fmt: skip


def files(told: Mapping[str, Any], summary: Mapping[str, Any], about: Mapping[str, Any]) -> list[File]:
    """`about`: title, number, published_on, publisher, gaps (sentences), url."""
    every = list(rows(told))
    header = [name for name, _kind, _vi, _en in COLUMNS]
    shown = [["" if cell is None else cell for cell in row] for row in every]
    return [
        File(CSV, "text/csv; charset=utf-8", "".join(csv_lines([header, *shown])).encode()),
        File(PARQUET, "application/vnd.apache.parquet", _parquet(every)),
        File(DICTIONARY, "text/csv; charset=utf-8", "".join(csv_lines(dictionary())).encode()),
        File(README, "text/markdown; charset=utf-8", readme(told, summary, about).encode()),
        File(PROOF, "application/json", (json.dumps(summary, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()),
    ]  # fmt: skip


def dictionary() -> list[list[str]]:
    """Columns first, then tables and their topics with the indicators they are made of."""
    lines = [["kind", "code", "type", "vi", "en", "made_of"]]
    lines += [["column", name, kind, vi, en, ""] for name, kind, vi, en in COLUMNS]
    for table in TABLES:
        kind = "people" if table.people else "work"
        lines.append(["table", table.code, kind, table.vi, table.en, table.unit])
        for topic in table.columns:
            made = " + ".join(topic.plus) + "".join(f" less {code}" for code in topic.minus)
            lines.append(["topic", f"{table.code}/{topic.code}", table.unit, topic.vi, topic.en, made])
    return lines


def _parquet(every: list[tuple[Any, ...]]) -> bytes:
    columns = ", ".join(f'"{name}" {kind}' for name, kind, _vi, _en in COLUMNS)
    with tempfile.TemporaryDirectory() as folder, duckdb.connect(config={"threads": 1}) as base:
        path, source = Path(folder) / "data.parquet", Path(folder) / "data.json"
        base.execute(f"CREATE TABLE data ({columns})")
        quoted = ", ".join(f'"{name}"' for name, _kind, _vi, _en in COLUMNS)
        names = [name for name, _kind, _vi, _en in COLUMNS]
        # Row by row the database would take minutes for a city; from a file of lines, a moment.
        source.write_text(
            "".join(json.dumps(dict(zip(names, row, strict=True))) + "\n" for row in every), "utf-8"
        )
        if every:
            kinds = ", ".join(f"'{name}': '{kind}'" for name, kind, _vi, _en in COLUMNS)
            base.execute(
                f"INSERT INTO data SELECT {quoted} FROM read_json('{source}', format='newline_delimited', columns={{{kinds}}})"  # noqa: S608
            )
        base.execute(f"COPY data TO '{path}' (FORMAT parquet, COMPRESSION zstd)")
        return path.read_bytes()


def readme(told: Mapping[str, Any], summary: Mapping[str, Any], about: Mapping[str, Any]) -> str:
    """What is in it, how it was made, what is missing, under which licence."""
    hidden = sum(1 for row in rows(told) if row[-1] == SIGN)
    every = sum(1 for _row in rows(told))
    gaps = "\n".join(f"- {one}" for one in about["gaps"]) or "- Không có. None."
    note = (
        "\n**Số liệu minh họa của thành phố mẫu. Illustrative figures of the sample city.**\n"
        if told["illustrative"]
        else ""
    )
    return f"""# {about["title"]}

Phiên bản {about["number"]}, công bố {about["published_on"]} · Version {about["number"]}, published {about["published_on"]}
{note}
Nguồn / Publisher: {about["publisher"]}. Giấy phép / Licence: {LICENCE} ({LICENCE_URL}).
Địa chỉ cố định / Stable address: {about["url"]}

## Nội dung / Content

{every} ô số liệu, {len(told["tables"])} bảng trong sổ đăng ký công bố (phiên bản {VERSION}): đơn vị × nội dung × kỳ.
{every} cells in {len(told["tables"])} tables of the release register (version {VERSION}): place by topic by period.
Chốt ngày {told["day"]}. Mỗi cột có giải thích trong `{DICTIONARY}`. Every column is explained in `{DICTIONARY}`.

## Cách làm / Method

Chỉ gồm số liệu của kỳ báo cáo đã khóa ở cấp thành phố. Số về người dân từ 1 đến 4 (tố cáo: dưới 10) được ẩn bằng dấu •,
cùng một số ô khác để không ai tính ngược ra được; {hidden} ô được ẩn. Trước khi công bố, mỗi số nhỏ bị thử tính ngược từ mọi
số đã công bố trong năm, với cả hiểu biết của từng đơn vị. Kết quả: {"đạt" if summary["holds"] else "không đạt"}, xem `{PROOF}`.

Only figures of rounds that the city has closed. Counts about people from 1 to 4 (denunciations: below 10) are hidden behind •,
with some other cells so that nobody can work them out; {hidden} cells are hidden. Before publishing every small number was
attacked from all that was ever told of the year, also with the own figures of any one unit. See `{PROOF}`.

## Thiếu sót đã biết / Known gaps

{gaps}
- Ô có dấu – là chưa có báo cáo, khác với số 0. A cell with – was not reported, which is not zero.
- Không cộng các đơn vị thành nhóm khác ngoài cây đơn vị. Places are grouped by the tree of units only.
"""
