"""The reference page, made from the schema: readable without script, printable, and under the house's own policy."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from danvan.api.house import house
from danvan.api.problems import CODES

GROUPS = {
    "me": _("Who I am"),
    "units": _("Units"),
    "forms": _("What is asked"),
    "rounds": _("Rounds"),
    "submissions": _("Reports"),
    "totals": _("Figures"),
}


@require_GET
def docs(request: HttpRequest) -> HttpResponse:
    schema: Any = house.get_openapi_schema()
    found: dict[str, list[dict[str, Any]]] = {tag: [] for tag in GROUPS}
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            found[operation["tags"][0]].append(_operation(schema, path, method, operation))
    groups = [{"tag": tag, "title": GROUPS[tag], "operations": rows} for tag, rows in found.items()]
    context = {"groups": groups, "codes": sorted(CODES.items(), key=lambda pair: (pair[1], pair[0]))}
    return render(request, "api/docs.html", context)


def _operation(schema: Any, path: str, method: str, operation: Mapping[str, Any]) -> dict[str, Any]:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    answer = operation["responses"]["200" if "200" in operation["responses"] else 200]["content"]
    kind, said = next(iter(answer.items()))
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": gettext(operation["summary"]),
        "parameters": [
            {
                "name": one["name"],
                "where": one["in"],
                "required": one["required"],
                "says": gettext(one["description"]),
            }
            for one in operation.get("parameters", ())
        ],
        "body": "\n".join(_lines(schema, body)) if body else "",
        "answer": "\n".join(_lines(schema, said["schema"])) if kind == "application/json" else kind,
    }


def _lines(schema: Any, part: Any) -> Iterator[str]:
    yield json.dumps(_example(schema, part, ()), ensure_ascii=False, indent=2)


def _example(schema: Any, part: Any, above: tuple[str, ...]) -> Any:
    """The shape as JSON with the kind of each value in its place; what holds itself is told once."""
    if "$ref" in part:
        name = part["$ref"].rsplit("/", 1)[-1]
        return (
            "…" if name in above else _example(schema, schema["components"]["schemas"][name], (*above, name))
        )
    if "anyOf" in part:
        kinds = [_example(schema, one, above) for one in part["anyOf"]]
        plain = [kind for kind in kinds if isinstance(kind, str)]
        return kinds[0] if len(plain) < len(kinds) else " | ".join(plain)
    if "enum" in part or "const" in part:
        return " | ".join(str(value) for value in part.get("enum", [part.get("const")]))
    if part.get("type") == "array":
        return [_example(schema, part["items"], above)]
    if "properties" in part:
        return {name: _example(schema, one, above) for name, one in part["properties"].items()}
    if isinstance(part.get("additionalProperties"), dict):
        return {"…": _example(schema, part["additionalProperties"], above)}
    return str(part.get("format") or part.get("type") or "…")
