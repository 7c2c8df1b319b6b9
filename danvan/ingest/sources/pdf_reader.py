"""
The process that takes a PDF apart: `pdf_reader.py PAGES LETTERS`, the file on standard input, JSON on standard output.

Started by `pdf.py` and imported by nobody; without Django, so that it starts quickly and holds nothing worth stealing.
"""

import json
import sys

MAX_MEMORY = 768 * 1024 * 1024
MAX_COMPUTING = 50


def bound() -> None:
    """Memory and computing time, where the system can bound them; the parent bounds time by the clock everywhere."""
    try:
        import resource
    except ImportError:
        return
    for what, most in ((resource.RLIMIT_AS, MAX_MEMORY), (resource.RLIMIT_CPU, MAX_COMPUTING)):
        try:
            _soft, hard = resource.getrlimit(what)
            resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
        except (ValueError, OSError):
            continue


def read(content: bytes, most_pages: int, most_letters: int) -> dict:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        return {"fault": "locked" if "password" in str(error).lower() else "damaged"}
    if len(document) > most_pages:
        return {"fault": "pages"}
    pages: list[str] = []
    left = most_letters
    for number in range(len(document)):
        page = document[number]
        text_page = page.get_textpage()
        left -= text_page.count_chars()
        if left < 0:
            return {"fault": "letters"}
        pages.append(text_page.get_text_bounded())
        text_page.close()
        page.close()
    return {"pages": pages}


def main() -> int:
    bound()
    try:
        answer = read(sys.stdin.buffer.read(), int(sys.argv[1]), int(sys.argv[2]))
    except Exception:
        # Whatever it was, the file is to blame; the parent says so in words.
        answer = {"fault": "damaged"}
    sys.stdout.write(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main())
