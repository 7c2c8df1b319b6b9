"""Good files of every kind, small, made here, and the tools to spoil them."""

import functools
import io
import struct
import zipfile
import zlib

import docx
import xlsxwriter

REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_REL = "http://schemas.openxmlformats.org/package/2006/relationships"


@functools.cache
def word(text="Báo cáo công tác dân vận quý I/2026"):
    document = docx.Document()
    document.add_heading(text)
    document.add_paragraph("Toàn thành phố đã tổ chức 434 hội nghị.")
    document.add_table(rows=2, cols=2)
    return _saved(document.save)


@functools.cache
def excel():
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet("Số liệu")
    sheet.write(0, 0, "Chỉ tiêu")
    sheet.write(1, 1, 8597)
    sheet.write_formula(2, 1, "=SUM(B1:B2)")
    sheet.write_url(3, 0, "https://hanoi.gov.vn/link", string="Cổng thông tin")
    book.close()
    return file.getvalue()


def pdf(body=b"", before_end=b""):
    return (
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
        b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R " + body + b">>\nendobj\n"
        b"2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"
        + before_end
        + b"trailer\n<< /Root 1 0 R >>\n"
        b"startxref\n0\n%%EOF\n"
    )


def object_stream(inside, packed=None, filters=b"/FlateDecode"):
    packed = zlib.compress(inside) if packed is None else packed
    return (
        b"5 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter "
        + filters
        + b" /Length %d >>\nstream\n" % len(packed)
    ) + (packed + b"\nendstream\nendobj\n")


def png_block(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width=4, height=3, extra=b""):
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    lines = zlib.compress((b"\0" + b"\x80" * 4) * 3)
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_block(b"IHDR", head)
        + extra
        + png_block(b"IDAT", lines)
        + png_block(b"IEND", b"")
    )


def jpeg(width=8, height=8, extra=b""):
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    return (
        b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
        + extra
        + b"\xff\xdb\x00\x43\x00"
        + bytes(range(1, 65))
        + b"\xff\xc0"
        + struct.pack(">H", len(frame) + 2)
        + frame
        + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00"
        + b"\x12\x34\xff\x00\x56\xff\xd0\x78"
        + b"\xff\xd9"
    )


def csv():
    """As Excel writes it in Vietnam: a mark of UTF-8, semicolons."""
    return '\ufeffĐơn vị;Số cuộc\r\n"Phường Phúc Xá";12\r\n'.encode()


def txt():
    return "Kính gửi: Ban Dân vận\nSố liệu quý I kèm theo.\n".encode()


GOOD = {"docx": word, "xlsx": excel, "pdf": pdf, "png": png, "jpg": jpeg, "csv": csv, "txt": txt}


def rezip(content, *, change=None, add=(), drop=(), method=zipfile.ZIP_DEFLATED):
    """An office file with parts changed (name -> function of bytes), added ((name or ZipInfo, bytes)) or dropped."""
    change = change or {}
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", method) as new:
        for name in old.namelist():
            if name not in drop:
                part = old.read(name)
                new.writestr(name, change[name](part) if name in change else part)
        for name, part in add:
            new.writestr(name, part)
    return file.getvalue()


def relation(kind, target, mode="", base=REL):
    """A function that adds one relationship to a .rels part."""
    extra = f' TargetMode="{mode}"' if mode else ""
    tag = f'<Relationship Id="rIdX" Type="{base}/{kind}" Target="{target}"{extra}/>'.encode()
    return lambda part: part.replace(b"</Relationships>", tag + b"</Relationships>")


def in_body(xml):
    """A function that adds XML at the start of a Word body."""
    return lambda part: part.replace(b"<w:body>", b"<w:body>" + xml)


def doctype(declaration):
    """A function that puts a document type before the root."""

    def put(part):
        start = part.index(b"?>") + 2 if part.startswith(b"<?xml") else 0
        return part[:start] + declaration + part[start:]

    return put


def _saved(save):
    file = io.BytesIO()
    save(file)
    return file.getvalue()
