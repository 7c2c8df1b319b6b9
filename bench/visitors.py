"""
Residents who send a matter as a browser without scripts does: open the form, fill it in, look at the preview, send.

They come on a timetable, not one after the other: a slow answer makes nobody else wait to begin, so whatever queues in
the server is counted (an open loop). A visitor who begins late because this program was busy has that counted too.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPConnection
from random import Random
from threading import Lock
from urllib.parse import urlencode

AT_ONCE = 96
BOUNDARY = "----bench-7f3a91c2"
SAYS = (
    "Rãnh thoát nước trước cổng trường bị tắc từ ba tuần nay, mỗi lần mưa nước tràn vào lớp học. Việc số {number}.",
    "Đèn đường trong ngõ không sáng đã hai tuần, buổi tối đi lại rất khó và đã có người ngã xe. Việc số {number}.",
    "Rác để ở đầu ngõ năm ngày chưa có ai lấy, mùi nặng, nhà có trẻ nhỏ không mở cửa được. Việc số {number}.",
)
TOPICS = ("environment", "traffic", "construction", "land")


@dataclass
class Site:
    """Where the server is and what can be chosen there; `picture` goes along with every tenth matter."""

    port: int
    form: str
    follow: str
    bare: str
    places: list[str]
    picture: bytes


@dataclass
class Told:
    """What came of the visits: seconds by step, receipts by number of the matter, answers that were none."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    codes: dict[int, str] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def took(self, step: str, seconds: float) -> None:
        with self.lock:
            self.seconds.setdefault(step, []).append(seconds)


class Hidden(HTMLParser):
    """The hidden fields of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "input" and given.get("type") == "hidden":
            self.fields[given["name"] or ""] = given.get("value") or ""


class Browser:
    """One visitor's connection. The server in front, which speaks TLS, is stood in for by its header."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.line = HTTPConnection("127.0.0.1", site.port, timeout=120)
        self.headers = {
            "X-Forwarded-Proto": "https", "Origin": f"https://127.0.0.1:{site.port}", "Sec-Fetch-Site": "same-origin",
            "Accept-Language": "vi",
        }  # fmt: skip

    def get(self, address: str) -> tuple[int, str]:
        return self._ask("GET", address, None, {})

    def post(self, address: str, said: dict[str, str], picture: bytes | None = None) -> tuple[int, str]:
        kind = "application/x-www-form-urlencoded"
        body = urlencode(said).encode()
        if picture is not None:
            kind, body = f"multipart/form-data; boundary={BOUNDARY}", _parts(said, picture)
        return self._ask("POST", address, body, {"Content-Type": kind})

    def _ask(self, method: str, address: str, body: bytes | None, headers: dict[str, str]) -> tuple[int, str]:
        self.line.request(method, address, body, {**self.headers, **headers})
        answer = self.line.getresponse()
        return answer.status, answer.read().decode()


def _parts(said: dict[str, str], picture: bytes) -> bytes:
    """The last page is sent as multipart, with a picture or with the empty part of a browser whose owner chose none."""
    out = b""
    for name, value in said.items():
        out += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
    name, kind = ("anh.jpg", "image/jpeg") if picture else ("", "application/octet-stream")
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\nContent-Type: {kind}'
    return out + f"{head}\r\n\r\n".encode() + picture + f"\r\n--{BOUNDARY}--\r\n".encode()


def says(number: int) -> str:
    return SAYS[number % len(SAYS)].format(number=number)


def code_on(page: str) -> str:
    """The receipt code on a page; empty where there is none."""
    groups = re.findall(r"<span>([0-9A-Z]{4})</span>", page)
    return " ".join(groups) if len(groups) == 7 else ""


def send(site: Site, told: Told, number: int, due: float) -> None:
    """One resident, from the empty form to the receipt."""
    late, chance = max(0.0, time.perf_counter() - due), Random(number)
    browser = Browser(site)

    def timed(step: str, ask: Callable[[], tuple[int, str]]) -> str:
        began = time.perf_counter()
        status, page = ask()
        told.took(step, time.perf_counter() - began + (late if step == "send" else 0))
        if status != 200:
            raise Refused(f"{step}: {status}")
        return page

    try:
        page = timed("form", lambda: browser.get(f"{site.form}?cua=feedback"))
        typed = {
            **Hidden(page).fields, "kind": "feedback", "text": says(number), "topic": chance.choice(TOPICS), "find": "",
            "place": chance.choice(site.places), "where": "Cổng trường", "name": "", "email": "",
            "phone": f"09{chance.randrange(10**8):08}" if number % 3 else "", "step": "preview",
        }  # fmt: skip
        page = timed("preview", lambda: browser.post(site.form, typed))
        last = {**Hidden(page).fields, "public": "yes" if number % 2 else "no", "step": "send"}
        photo = site.picture if number % 10 == 0 else b""
        began = time.perf_counter()
        page = timed("send", lambda: browser.post(site.form, last, photo))
        if photo:
            told.took("of these with a picture", time.perf_counter() - began)
        code = code_on(page)
        if not code:
            raise Refused("send: no receipt on the page")
        with told.lock:
            told.codes[number] = code
    except (OSError, Refused) as trouble:
        with told.lock:
            told.refused.append(f"{number}: {trouble!r}")
    finally:
        browser.line.close()


class Refused(Exception):
    """An answer that a resident could do nothing with."""


def insert(site: Site, told: Told, number: int, due: float) -> None:
    """The peer: the same words to the bare view."""
    late, browser = max(0.0, time.perf_counter() - due), Browser(site)
    began = time.perf_counter()
    status, _page = browser.post(site.bare, {"text": says(number)})
    told.took("bare", time.perf_counter() - began + late)
    browser.line.close()
    if status != 200:
        with told.lock:
            told.refused.append(f"bare {number}: {status}")


def come(site: Site, each_hour: int, seconds: float) -> Told:
    """Residents and the peer in turn on one timetable, `each_hour` of both, for so many seconds."""
    told, gap = Told(), 3600 / each_hour
    began = time.perf_counter() + 0.2
    with ThreadPoolExecutor(AT_ONCE) as crowd:
        for place in range(int(seconds / gap) * 2):
            due = began + place * gap / 2
            time.sleep(max(0.0, due - time.perf_counter()))
            crowd.submit(insert if place % 2 else send, site, told, place // 2, due)
    return told
