"""Open311 GeoReport v2 by HTTP: for programs, so nothing here is a page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.common import clock
from danvan.common.errors import DomainError
from danvan.organizations import maps
from danvan.organizations import public as organizations
from danvan.petitions import public as petitions
from danvan.portal import pressure
from danvan.portal.open311 import asked, says, wire
from danvan.portal.open311.asked import BadRequest
from danvan.portal.openness import BOTH, READ, open_door
from danvan.portal.places import CHOSEN, communes

Endpoint = Callable[..., HttpResponse]


def endpoint(methods: tuple[str, ...] = READ, *, keep: int = 0) -> Callable[[Endpoint], Endpoint]:
    """Refusals in the shape of the standard, whatever raised them."""

    def wrap(view: Endpoint) -> Endpoint:
        @wraps(view)
        def answered(request: HttpRequest, format: str, **named: str) -> HttpResponse:
            try:
                return view(request, format, **named)
            except BadRequest as refusal:
                return wire.errors(refusal.status, refusal.words, format)
            except Http404:
                return wire.errors(404, _("There is nothing with this name, or it is not public."), format)
            except DomainError as refusal:
                # The standard knows 400, 403, 404 and 500; what is wrong stands in the words.
                return wire.errors(404 if refusal.status == 404 else 400, refusal.message, format)

        return open_door(methods, keep=keep, program=True)(answered)

    return wrap


@endpoint(keep=3600)
def discovery(request: HttpRequest, format: str) -> HttpResponse:
    home = request.build_absolute_uri(reverse("portal:open311_services", args=["json"])).removesuffix(
        "services.json"
    )
    found = {
        "changeset": "2020-01-01T00:00:00Z",
        "contact": request.build_absolute_uri(reverse("portal:help")),
        "key_service": _("No key is needed."),
        "endpoints": [
            {
                "specification": "http://wiki.open311.org/GeoReport_v2", "url": home.rstrip("/"), "type": "production",
                "changeset": "2020-01-01T00:00:00Z", "formats": ["text/xml", "application/json"],
            }
        ],
    }  # fmt: skip
    return wire.answer(found, format, "discovery")


@endpoint(keep=300)
def services(request: HttpRequest, format: str) -> HttpResponse:
    return wire.answer(says.services(clock.today()), format, "services")


@endpoint(keep=300)
def service(request: HttpRequest, format: str, code: str) -> HttpResponse:
    _known(code)
    return wire.answer(says.definition(code), format, "service_definition")


@endpoint()
def request_(request: HttpRequest, format: str, reference: str) -> HttpResponse:
    found = petitions.published_one(reference, on=clock.today())
    if found is None:
        raise Http404
    return wire.answer([says.request(found)], format, "service_requests")


@endpoint(BOTH)
def requests(request: HttpRequest, format: str) -> HttpResponse:
    if request.method == "POST":
        return _take(request, format)
    today = clock.today()
    for code in request.GET.get("service_code", "").split(","):
        if code.strip():
            _known(code.strip())
    wanted = asked.filters(request.GET.dict(), clock.now())
    rows = [row for one in wanted for row in petitions.published(one, on=today).rows]
    rows.sort(key=lambda row: row.received_at, reverse=True)
    return wire.answer([says.request(row) for row in rows], format, "service_requests")


@endpoint()
def token(request: HttpRequest, format: str, token: str) -> HttpResponse:
    found = says.reference_of(token)
    if found is None:
        raise Http404
    return wire.answer([{"token": token, "service_request_id": found}], format, "service_requests")


def _known(code: str) -> None:
    if code not in {one.code for one in petitions.services_list(clock.today())}:
        raise BadRequest(_("There is no service with the code %(code)s.") % {"code": code[:40]}, 404)


def _take(request: HttpRequest, format: str) -> HttpResponse:
    """A new request. A key in the header makes a repeat harmless; without one every request is another matter."""
    said = {name: value.strip() for name, value in request.POST.dict().items()}
    code = said.get("service_code", "")
    if not code:
        raise BadRequest(_("service_code is missing."))
    _known(code)
    door = said.get("attribute[gate]", "") or said.get("attribute[kind]", "") or "feedback"
    found = petitions.gate().door(door)
    if found is None:
        raise BadRequest(_("attribute[gate] is one of the values of the service definition."))
    if not said.get("description"):
        raise BadRequest(_("description is missing."))
    if not pressure.sending.spend():
        answer = wire.errors(503, _("Very much comes in at the moment. Send it again in a minute."), format)
        answer.headers["Retry-After"] = "60"
        return answer
    where = _where(said)
    key = request.headers.get("Idempotency-Key") or petitions.new_key()
    receipt = petitions.send(
        gate=door, kind=door, text=said["description"], topic=code, key=key,
        at=clock.now(), contact=_contact(said), files=request.FILES.getlist("media"), channel="open311",
        wants_public=said.get("attribute[public]") == "yes", **where,
    )  # fmt: skip
    notes = []
    if said.get("media_url"):
        notes.append(_("The picture at media_url was not fetched; send it as media instead."))
    return wire.answer([says.taken(receipt, notes)], format, "service_requests")


def _contact(said: dict[str, str]) -> petitions.Contact:
    name = " ".join(said[part] for part in ("last_name", "first_name") if said.get(part))
    return petitions.Contact(name=name, phone=said.get("phone", ""), email=said.get("email", ""))


def _where(said: dict[str, str]) -> dict[str, Any]:
    """Unit, point and words of the place; a point far from every commune of the city is refused."""
    point = asked.point(said)
    code = said.get("address_id", "") or said.get("attribute[place]", "")
    words = said.get("address_string", "")[:300]
    if not (point or code or words):
        raise BadRequest(_("Say where: lat and long, address_id or address_string."))
    places = organizations.places(clock.today())
    if code:
        place = places.get(code)
        if place is None or place.level not in CHOSEN:
            raise BadRequest(_("There is no place with the code %(code)s.") % {"code": code[:40]})
        code = place.code
    found: dict[str, Any] = {"place": code, "where": words}
    if point:
        near = maps.nearest(communes(places), *point)
        if near is None and not code:
            raise BadRequest(_("This point lies outside the city."))
        found |= {"place": code or (near.code if near else ""), "latitude": point[0], "longitude": point[1]}
    return found
