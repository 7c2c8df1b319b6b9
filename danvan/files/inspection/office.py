"""Word and Excel files: the parts their format needs, and none that runs, embeds or loads anything."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from danvan.files.inspection import archives, xml
from danvan.files.refusals import Refused

MAIN = "application/vnd.openxmlformats-officedocument.{}.main+xml"
DOCX = (MAIN.format("wordprocessingml.document"), "document")
XLSX = (MAIN.format("spreadsheetml.sheet"), "workbook")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"#!")

XML_PARTS = {"xml", "rels", "vml", "psmdcp", "svg"}
OTHER_PARTS = {"png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "emf", "wmf", "wdp", "odttf", "ttf"}
FORBIDDEN_PARTS = re.compile(
    r"vba|macrosheets/|dialogsheets/|activex/|embeddings/|externallinks/|querytables/|connections\.xml|ctrlprops/"
    r"|afchunk|webextensions/|customui/",
    re.IGNORECASE,
)
PRINTER_SETTINGS = re.compile(r"(word|xl)/printersettings/[^/]+\.bin\Z", re.IGNORECASE)
FORBIDDEN_RELATIONS = re.compile(
    r"/(vbaproject|oleobject|package|control|externallink\w*|attachedtemplate|afchunk|frame|subdocument|ui/\w+|xlmacrosheet"
    r"|webextension\w*)\Z",
    re.IGNORECASE,
)
FORBIDDEN_TYPES = re.compile(
    r"macroenabled|vbaproject|oleobject|activex|ms-office\.webextension", re.IGNORECASE
)
WEB = re.compile(r"(https?://|mailto:)", re.IGNORECASE)
# Word fields and Excel functions that fetch or start something.
FIELDS = re.compile(
    r"^\s*(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|DATABASE|MACROBUTTON)\b",
    re.IGNORECASE | re.MULTILINE,
)
FORMULAS = re.compile(r"\b(WEBSERVICE|RTD|CALL|REGISTER(\.ID)?|EXEC)\s*\(|\|\s*'", re.IGNORECASE)


def check_docx(content: bytes) -> int:
    """
    :raises Refused: when this is no Word document, or one that acts by itself
    """
    return _check(content, *DOCX)


def check_xlsx(content: bytes) -> int:
    """
    :raises Refused: when this is no Excel workbook, or one that acts by itself
    """
    return _check(content, *XLSX)


def _check(content: bytes, main_type: str, root: str) -> int:
    package = _Package()
    for name, part in archives.parts(content):
        package.look_at(name, part)
    package.check_complete(main_type, root)
    return len(content)


class _Package:
    """What has been seen of one file."""

    def __init__(self) -> None:
        self.roots: dict[str, str] = {}
        self.types: dict[str, str] = {}
        self.main = ""
        self.instructions: list[str] = []

    def look_at(self, name: str, part: bytes) -> None:
        extension = name.rpartition(".")[2].lower()
        if FORBIDDEN_PARTS.search(name) or part.startswith((OLE, *PROGRAMS)):
            raise _active(name)
        if extension in XML_PARTS:
            self._read(name, part)
        elif extension not in OTHER_PARTS and not PRINTER_SETTINGS.match(name):
            raise _active(name)

    def _read(self, name: str, part: bytes) -> None:
        elements: list[str] = []
        in_word = name.lower().startswith("word/")
        words: list[str] = []

        def element(tag: str, attributes: dict[str, str]) -> None:
            tag = xml.local(tag)
            if not elements:
                elements.append(tag)
            if tag == "Relationship":
                self._relation(name, attributes)
            elif name == "[Content_Types].xml" and tag in ("Override", "Default"):
                self._type(attributes)
            elif tag == "fldSimple":
                words.append("\n" + " ".join(attributes.values()))
            elif tag == "fldChar" and "begin" in attributes.values():
                words.append("\n")

        def text(tag: str, data: str) -> None:
            tag = xml.local(tag)
            if tag == "instrText" or (not in_word and tag == "f"):
                words.append(data)

        xml.walk(part, element, text)
        self.roots[name] = elements[0]
        # A field may be cut into runs, its name too; a formula never is.
        found = FIELDS.search("".join(words)) if in_word else FORMULAS.search("\n".join(words))
        if found:
            raise _active(found[0].strip())

    def _relation(self, name: str, attributes: dict[str, str]) -> None:
        kind, target = attributes.get("Type", ""), attributes.get("Target", "").strip()
        if FORBIDDEN_RELATIONS.search(kind):
            raise _active(kind.rpartition("/")[2])
        if attributes.get("TargetMode", "").lower() == "external":
            if not (kind.endswith("/hyperlink") and WEB.match(target)):
                raise Refused(
                    "external",
                    _("The file loads something from outside (%(what)s). Remove the link and save it anew.")
                    % {"what": target[:80]},
                )
        elif kind.endswith("/officeDocument") and name == "_rels/.rels":
            self.main = target.lstrip("/")

    def _type(self, attributes: dict[str, str]) -> None:
        kind = attributes.get("ContentType", "")
        if FORBIDDEN_TYPES.search(kind):
            raise _active(kind.rpartition("/")[2][:80])
        if "PartName" in attributes:
            self.types[attributes["PartName"].lstrip("/")] = kind

    def check_complete(self, main_type: str, root: str) -> None:
        """
        :raises Refused: when the main part is missing or of another kind than the name of the file says
        """
        if "[Content_Types].xml" not in self.roots or self.main not in self.roots:
            raise archives.damaged()
        if self.types.get(self.main) != main_type or self.roots[self.main] != root:
            raise Refused(
                "mismatch", _("The file is not of the kind its name says. Save it anew in that format.")
            )


def _active(what: str) -> Refused:
    return Refused(
        "active",
        _("The file carries something active or embedded (%(what)s). Remove it and save the file anew.")
        % {"what": what},
    )
