"""Plain values as JSON and XML in the shapes of GeoReport v2."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from django.http import HttpResponse

TYPES = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}
# What one thing in a list is called.
SINGULAR = {
    "services": "service", "service_requests": "request", "errors": "error", "attributes": "attribute", "values": "value",
    "endpoints": "endpoint", "formats": "format",
}  # fmt: skip
# Signs that XML 1.0 cannot carry, even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def answer(value: Any, form: str, root: str, status: int = 200) -> HttpResponse:
    """`value` under the name `root` (XML needs one, JSON does not)."""
    if form == "json":
        body = json.dumps(value, ensure_ascii=False).encode()
    else:
        body = tostring(_element(root, value), encoding="utf-8", xml_declaration=True)
    return HttpResponse(body, content_type=TYPES[form], status=status)


def errors(status: int, description: str, form: str) -> HttpResponse:
    return answer([{"code": status, "description": description}], form, "errors", status)


def _element(name: str, value: Any) -> Element:
    made = Element(name)
    _fill(made, name, value)
    return made


def _fill(made: Element, name: str, value: Any) -> None:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            _fill(SubElement(made, key), key, inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _fill(SubElement(made, SINGULAR[name]), SINGULAR[name], inner)
    elif value is not None:
        said = str(value).lower() if isinstance(value, bool) else str(value)
        made.text = _FORBIDDEN.sub("", said)
