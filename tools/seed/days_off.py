"""
Writes the public holidays of Vietnam into the seed file of `danvan.reference`, from the `holidays` package.

Run once, with `holidays` 0.109 in an environment of its own; the file is what the project keeps:

    python tools/seed/days_off.py danvan/reference/seed/days-off.csv

Names are ours: all days of one festival carry one name, so that a reckoning can speak of it as one.
"""

import csv
import sys
from datetime import date

import holidays

FIRST, LAST = 2019, 2027
ANNOUNCED_UNTIL = 2026
LAW = "Bộ luật Lao động 45/2019/QH14, Điều 112"
LAW_BEFORE_2021 = "Bộ luật Lao động 10/2012/QH13, Điều 115"
EXCHANGED = "Thông báo hoán đổi ngày làm việc năm {year}"
COMPUTED = "; tính theo luật, chưa đối chiếu thông báo của năm {year}"
CULTURE_DAY = "Ngày Văn hóa Việt Nam, bổ sung từ năm 2026"

# By a word of the package's name, the most telling first.
NAMES = [
    ("Dương lịch", "Tết Dương lịch"),
    ("29 Tết", "Tết Nguyên đán"),
    ("Tết Nguyên Đán", "Tết Nguyên đán"),
    ("Hùng Vương", "Giỗ Tổ Hùng Vương"),
    ("Chiến thắng", "Ngày Chiến thắng 30/4"),
    ("Lao động", "Ngày Quốc tế Lao động 1/5"),
    ("Quốc khánh", "Quốc khánh 2/9"),
    ("Văn hóa", "Ngày Văn hóa Việt Nam"),
]
# What the package lacks: the day off and the Saturday worked for it.
MISSING_EXCHANGES = [(date(2026, 1, 2), date(2026, 1, 10))]


def exchange_of(name: str) -> date | None:
    """The Saturday named in "Ngày nghỉ (thay cho ngày 04/05/2019)"."""
    if "thay cho ngày" not in name:
        return None
    day, month, year = name.rstrip(")").rsplit(" ", 1)[1].split("/")
    return date(int(year), int(month), int(day))


def named(name: str) -> str:
    for word, ours in NAMES:
        if word in name:
            return f"{ours} (nghỉ bù)" if "nghỉ bù" in name and ours != "Tết Nguyên đán" else ours
    raise SystemExit(f"no name of ours for {name!r}")


def source_of(day: date, name: str) -> str:
    law = CULTURE_DAY if "Văn hóa" in name else LAW if day.year > 2020 else LAW_BEFORE_2021
    return law + (COMPUTED.format(year=day.year) if day.year > ANNOUNCED_UNTIL else "")


def exchange(off: date, worked: date) -> list[tuple[str, str, str, str]]:
    source = EXCHANGED.format(year=off.year)
    return [
        (off.isoformat(), "off", "Nghỉ hoán đổi", f"{source}, làm bù ngày {worked:%d/%m/%Y}"),
        (worked.isoformat(), "worked", f"Làm bù cho ngày {off:%d/%m/%Y}", source),
    ]


def rows() -> list[tuple[str, str, str, str]]:
    found = holidays.Vietnam(years=range(FIRST - 1, LAST + 1), language="vi")
    made = [row for off, worked in MISSING_EXCHANGES for row in exchange(off, worked)]
    for day, name in found.items():
        worked = exchange_of(name)
        made += (
            exchange(day, worked) if worked else [(day.isoformat(), "off", named(name), source_of(day, name))]
        )
    return sorted(row for row in made if row[0] >= f"{FIRST}-01-01")


def main(path: str) -> None:
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["day", "kind", "name", "source"])
        writer.writerows(rows())
    print(f"{path}: {len(rows())} days")


if __name__ == "__main__":
    main(sys.argv[1])
