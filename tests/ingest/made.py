"""Files made here for the tests of reading: good ones, and every way of being bad that a person or an attacker comes up with."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Sequence

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
X = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
P = "http://schemas.openxmlformats.org/package/2006/"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
XXE = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
SENTENCE = "Thành phố tổ chức 8.597 cuộc giám sát, trong đó cấp huyện 585 cuộc."


def zipped(parts: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method, compresslevel=1) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return file.getvalue()


def docx(
    *paragraphs: str, body: str = "", before: str = "", parts: dict[str, str | bytes] | None = None
) -> bytes:
    """A Word document; `body` is XML behind the paragraphs, `before` stands before the root element."""
    inside = "".join(f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>" for words in paragraphs) + body
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return zipped(
        {
            "[Content_Types].xml": f'{HEAD}<Types xmlns="{P}content-types"><Default Extension="xml" ContentType="application/xml"/>'
            f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
            "_rels/.rels": f'{HEAD}<Relationships xmlns="{P}relationships"><Relationship Id="r1" Type="{R}/officeDocument" '
            'Target="word/document.xml"/></Relationships>',
            "word/document.xml": f'{HEAD}{before}<w:document xmlns:w="{W}" xmlns:mc="{MC}"><w:body>{inside}</w:body></w:document>',
            **(parts or {}),
        }
    )  # fmt: skip


def xlsx(
    rows: str,
    *,
    before: str = "",
    strings: Sequence[str] = (),
    hidden: str = "",
    columns: str = "",
    behind: str = "",
    parts: dict[str, str | bytes] | None = None,
) -> bytes:
    """A workbook of one sheet; `rows` is what stands in sheetData."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    shared = "".join(f"<si><t>{one}</t></si>" for one in strings)
    return zipped(
        {
            "[Content_Types].xml": f'{HEAD}<Types xmlns="{P}content-types"><Default Extension="xml" ContentType="application/xml"/>'
            f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/>'
            f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}.sharedStrings+xml"/></Types>',
            "_rels/.rels": f'{HEAD}<Relationships xmlns="{P}relationships"><Relationship Id="r1" Type="{R}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'{HEAD}<workbook xmlns="{X}" xmlns:r="{R}"><sheets><sheet name="Biểu" sheetId="1"{hidden} r:id="r1"/>'
            "</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{P}relationships">'
            f'<Relationship Id="r1" Type="{R}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="r2" Type="{R}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
            "xl/sharedStrings.xml": f'{HEAD}<sst xmlns="{X}">{shared}</sst>',
            "xl/worksheets/sheet1.xml": f'{HEAD}{before}<worksheet xmlns="{X}">{columns}<sheetData>{rows}</sheetData>{behind}</worksheet>',
            **(parts or {}),
        }
    )  # fmt: skip


def lying(content: bytes, name: str, says: int) -> bytes:
    """The archive with the size of a part, as told in its list, changed to a smaller one."""
    changed = bytearray(content)
    for mark, size_at, name_at in ((b"PK\x01\x02", 24, 46), (b"PK\x03\x04", 22, 30)):
        at = changed.find(mark)
        while at >= 0:
            if changed[at + name_at :].startswith(name.encode()):
                changed[at + size_at : at + size_at + 4] = struct.pack("<I", says)
            at = changed.find(mark, at + 4)
    return bytes(changed)


def pdf(*pages: str, drawing: str = "", locked: bool = False) -> bytes:
    """Pages of plain Latin words; `drawing` is put on every page; `locked` by a password nobody knows."""
    key = b""
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    if locked:
        owner, mark = bytes(range(32)), b"0123456789abcdef"
        key = hashlib.md5(
            b"a password".ljust(32, b"\0") + owner + struct.pack("<i", -4) + mark, usedforsecurity=False
        ).digest()[:5]
    kids = []
    for words in pages:
        lines = " T* ".join(f"({line}) Tj" for line in words.split("\n") if line)
        drawn = f"BT /F1 12 Tf 14 TL 60 750 Td {lines} ET {drawing}".encode("latin-1")
        number = len(objects) + 1
        if locked:
            salted = key + struct.pack("<I", number)[:3] + b"\0\0"
            drawn = rc4(hashlib.md5(salted, usedforsecurity=False).digest()[:10], drawn)
        objects.append(b"<< /Length %d >>\nstream\n" % len(drawn) + drawn + b"\nendstream")
        kids.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
            % number
        )
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (
        len(kids),
        b" ".join(b"%d 0 R" % kid for kid in kids),
    )
    more = b""
    if locked:
        user = rc4(
            key,
            b"\x28\xbf\x4e\x5e\x4e\x75\x8a\x41\x64\x00\x4e\x56\xff\xfa\x01\x08\x2e\x2e\x00\xb6\xd0\x68\x3e\x80\x2f\x0c\xa9\xfe\x64\x53\x69\x7a",
        )
        objects.append(
            b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>"
            % (owner.hex().encode(), user.hex().encode())
        )
        more = b"/Encrypt %d 0 R /ID [<%s> <%s>]" % (len(objects), mark.hex().encode(), mark.hex().encode())
    return pdf_of(objects, more)


def pdf_of(objects: Sequence[bytes], more: bytes = b"") -> bytes:
    out, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + one + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table
        + b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, more, len(out))
    )  # fmt: skip


def pdf_bomb(size: int) -> bytes:
    """A page whose drawing unpacks to `size` bytes."""
    packed = zlib.compressobj(1)
    body = b"".join(packed.compress(b" " * 1_000_000) for _ in range(size // 1_000_000)) + packed.flush()
    stream = b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(body) + body + b"\nendstream"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R /Resources << >> >>"
    return pdf_of(
        [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [4 0 R] >>", stream, page]
    )


def rc4(key: bytes, data: bytes) -> bytes:
    box, j = list(range(256)), 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)


def encrypted_office() -> bytes:
    """What Word and Excel write behind a password: a container of old Office with an encrypted package in it."""
    free, end, fat = b"\xff\xff\xff\xff", b"\xfe\xff\xff\xff", b"\xfd\xff\xff\xff"
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
        + struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0) + struct.pack("<I", 0) + free * 108
    )  # fmt: skip
    chain = b"".join(struct.pack("<I", n) for n in range(3, 10)) + end
    second = b"".join(struct.pack("<I", n) for n in range(11, 18)) + end
    table = (fat + end + chain + second).ljust(512, b"\xff")

    def entry(name: str, kind: int, start: int, size: int, child: int = -1, right: int = -1) -> bytes:
        said = (name + "\0").encode("utf-16-le")
        return (
            said.ljust(64, b"\0") + struct.pack("<HBBiii", len(said), kind, 1, -1, right, child) + bytes(36)
            + struct.pack("<IQ", start, size)
        )  # fmt: skip

    names = (
        entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1) + entry("EncryptionInfo", 2, 2, 4096, right=2)
        + entry("EncryptedPackage", 2, 10, 4096) + bytes(128)
    )  # fmt: skip
    return header + table + names + b"\x04\0\x04\0" + bytes(4092) + bytes(range(256)) * 16
