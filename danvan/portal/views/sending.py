"""
Sending a matter in one page: the question of the law first, then what happened, then what everybody would see, then the
receipt. Everything typed travels with the form from step to step; nothing is kept here before it is sent.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from danvan.common import clock
from danvan.common.errors import DomainError
from danvan.organizations import maps
from danvan.organizations import public as organizations
from danvan.petitions import public as petitions
from danvan.portal import places, pressure
from danvan.portal.forms import MatterForm
from danvan.portal.frame import show
from danvan.portal.openness import BOTH, open_door

MOST_FILES = 5
# What travels from the form to the preview and back.
KEPT = ("kind", "text", "topic", "place", "where", *MatterForm.CONTACT)


@open_door(BOTH)
def send(request: HttpRequest) -> HttpResponse:
    gate = petitions.gate()
    code = (request.POST if request.method == "POST" else request.GET).get("cua", "")
    door = gate.door(code)
    if door is None:
        return show(request, "portal/gate.html", {"gate": gate})
    if not door.open:
        # Also when something was posted: it is not read any further and goes nowhere.
        return show(request, "portal/lawful_door.html", {"door": door})
    here = Sending(request, door)
    if request.method != "POST":
        return here.ask()
    steps = {"preview": here.preview, "send": here.send, "edit": here.ask, "find": here.find}
    if "map.x" in request.POST:
        return here.point()
    return steps.get(request.POST.get("step", ""), here.preview)()


class Sending:
    """One request on the way from the form to the receipt."""

    def __init__(self, request: HttpRequest, door: Any) -> None:
        self.request, self.door = request, door
        self.at = clock.now()
        self.places = organizations.places(self.at.date())
        self.said = request.POST.copy() if request.method == "POST" else None
        self.notice = ""

    # --- the steps ---

    def ask(self, form: MatterForm | None = None, status: int = 200) -> HttpResponse:
        """The form, with whatever was typed."""
        form = form or self._form(check=False)
        drawn = maps.plane(places.communes(self.places))
        context = {
            "door": self.door, "form": form, "key": self._key(), "notice": self.notice, "map": drawn,
            "contact_open": any(form[name].value() or form[name].errors for name in MatterForm.CONTACT)
            if form.is_bound else False, "tellings": len(form.fields["tells_by"].choices) > 1,
        }  # fmt: skip
        return show(self.request, "portal/send.html", context, status=status)

    def find(self) -> HttpResponse:
        """Narrow the list of places to what was typed, without script."""
        assert self.said is not None
        words = self.said.get("find", "")
        if one := places.only_one(self.places, words):
            self.said["place"] = one
            self.notice = _("Found: %(place)s. It is chosen in the list.") % {
                "place": self.places.by_code[one].name
            }
        elif not places.choices(self.places, words):
            self.said["find"] = ""
            self.notice = _("No place has a name like that. The whole list stands below.")
        else:
            self.notice = _("The list below is shorter now. Choose your place in it.")
        return self.ask()

    def point(self) -> HttpResponse:
        """The map was pressed: take the nearest commune, and say so."""
        assert self.said is not None
        communes = places.communes(self.places)
        drawn = maps.plane(communes)
        x, y = (self.said.get(f"map.{axis}", "") for axis in "xy")
        found = None
        # A press with the keyboard comes as 0, 0 and points at nothing.
        if drawn and x.isdecimal() and y.isdecimal() and len(x + y) < 10 and (int(x) or int(y)):
            found = maps.pressed(communes, drawn, int(x), int(y))
        if found:
            self.said["place"], self.said["find"] = found.code, ""
            self.notice = _("On the map you chose %(place)s. Is it another one? Change it in the list.") % {
                "place": found.name
            }
        else:
            self.notice = _("The map did not tell which place. Choose it from the list.")
        return self.ask()

    def preview(self, trouble: str = "", status: int = 200, ask: bool = False) -> HttpResponse:
        """What everybody would see, who answers and by when; only then the choice to publish."""
        form = self._form()
        if not form.is_valid():
            return self.ask(form, 422)
        said = form.cleaned_data
        found = petitions.preview(text=said["text"], topic=said["topic"], place=said["place"], at=self.at)
        assert self.said is not None
        context = {
            "door": self.door, "form": form, "key": self._key(), "preview": found, "trouble": trouble,
            "kept": [(name, self.said.get(name, "")) for name in KEPT],
            "public": self.said.get("public", ""), "sum": pressure.question() if ask else None,
            "most_files": MOST_FILES, "changed": trouble and bool(self.request.FILES),
        }  # fmt: skip
        return show(self.request, "portal/preview.html", context, status=status)

    def send(self) -> HttpResponse:
        form = self._form()
        if not form.is_valid():
            return self.ask(form, 422)
        assert self.said is not None
        if self.said.get("public") not in ("yes", "no"):
            return self.preview(_("Choose whether the matter may be published."), 422)
        if petitions.warnings(form.cleaned_data["text"]) and self.said.get("sure") != "yes":
            return self.preview(
                _("Your text names a person or a number. Change it, or say that it has to be so."), 422
            )
        if not self._lets_through():
            return self.preview(
                _("Very many people write at the moment. Answer the question at the end, then send again."), 429, ask=True
            )  # fmt: skip
        try:
            receipt = petitions.send(**self._matter(form.cleaned_data))
        except DomainError as refusal:
            return self._refused(form, refusal)
        context = {
            "receipt": receipt, "groups": receipt.code.split(), "qr": petitions.receipt_qr(receipt.code),
            "public": self.said["public"] == "yes",
        }  # fmt: skip
        return show(self.request, "portal/receipt.html", context)

    # --- helpers ---

    def _form(self, check: bool = True) -> MatterForm:
        on = self.at.date()
        options = petitions.options(on)
        said = self.said
        words, chosen = (said.get("find", ""), said.get("place", "")) if said else ("", "")
        offered = places.choices(self.places, words, chosen)
        first = {"kind": self.door.code, "place": self.request.GET.get("noi", "")}
        given = {
            "kinds": options.kinds,
            "topics": options.topics,
            "places": offered,
            "tellings": options.tellings,
        }
        if said is None:
            return MatterForm(initial=first, **given)
        if check:
            # Whatever the list was narrowed to, every place of the city may be sent.
            given["places"] = places.choices(self.places)
            return MatterForm(said, **given)
        return MatterForm(
            initial={**first, **{name: said.get(name, "") for name in MatterForm.base_fields}}, **given
        )

    def _key(self) -> str:
        """The key of this matter: made with the first form, the same on every step and on every press."""
        return (self.said.get("key", "") if self.said else "") or petitions.new_key()

    def _lets_through(self) -> bool:
        assert self.said is not None
        return pressure.sending.spend() or pressure.passed(
            self.said.get("sum_token", ""), self.said.get("sum", "")
        )

    def _matter(self, said: dict[str, Any]) -> dict[str, Any]:
        assert self.said is not None
        contact = {name: said[name] for name in MatterForm.CONTACT if name != "tells_by"}
        return {
            "gate": self.door.code, "kind": said["kind"], "text": said["text"], "topic": said["topic"],
            "place": said["place"], "where": said["where"], "key": self.said.get("key", ""), "at": self.at,
            "contact": petitions.Contact(**contact), "files": self.request.FILES.getlist("files"),
            "wants_public": self.said.get("public") == "yes", "tells_by": said["tells_by"],
        }  # fmt: skip

    def _refused(self, form: MatterForm, refusal: DomainError) -> HttpResponse:
        """What was typed stays. A field at fault leads back to the form, anything else is told where the pictures are."""
        assert self.said is not None
        if refusal.code in ("bad-key", "key-reused"):
            self.said["key"] = petitions.new_key()
            return self.preview(
                _("This form was changed after it had been sent once. To send it as it is now, press Send again."),
                refusal.status,
            )  # fmt: skip
        field = str(refusal.detail.get("field", ""))
        if field in form.fields:
            form.add_error(field, refusal.message)
            return self.ask(form, refusal.status)
        return self.preview(refusal.message, refusal.status)


@open_door(keep=86400)
def map_picture(request: HttpRequest) -> HttpResponse:
    """The middle of every commune as a dot: the drawing that is pressed in the form."""
    found = places.communes(organizations.places(clock.today()))
    drawn = maps.plane(found)
    marks = maps.dots(found, drawn) if drawn else []
    response = show(request, "portal/map.svg", {"plane": drawn, "dots": marks})
    response.headers["Content-Type"] = "image/svg+xml; charset=utf-8"
    return response
