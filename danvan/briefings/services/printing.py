"""From figures to files. Nothing here writes to the database."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.briefings import excel, pdf, queries
from danvan.briefings.bundle import Bundle, build, kind_for
from danvan.briefings.layout import correction, word
from danvan.briefings.models import Erratum
from danvan.briefings.outline import KINDS
from danvan.common.errors import DomainError
from danvan.common.periods import Period
from danvan.directives.terms import FORMATS
from danvan.organizations.models import OrgUnit

OUTPUTS = ("docx", "pdf", "xlsx")


class UnknownFormat(DomainError):
    """The kind, format or output asked for does not exist."""

    code = "unknown-format"


def render(unit: OrgUnit, period: Period, kind: str | None, fmt: str, output: str = "docx") -> bytes:
    """
    The report of a unit and period as a file, without narrative and unnumbered: what ``danvan report --out`` writes.

    `kind` is ``quarterly`` or ``annual`` (None: by the period), `fmt` ``party`` or ``state``, `output` ``docx``, ``pdf``
    or ``xlsx`` (annexes only).

    :raises UnknownFormat: for any other word
    :raises NoReport: when nothing was asked in the period, or the unit was not asked
    """
    kind = kind or kind_for(period)
    for word_, known in ((kind, KINDS), (fmt, FORMATS), (output, OUTPUTS)):
        if word_ not in known:
            raise UnknownFormat(
                _("“%(word)s” is not one of: %(known)s.") % {"word": word_, "known": ", ".join(known)}
            )
    return printed(build(queries.sources(unit, period), kind=kind, fmt=fmt), output)


def printed(bundle: Bundle, output: str, template: bytes | None = None) -> bytes:
    """A bundle as a file; Word uses the template given, or the one in use for its kind and format."""
    if output == "pdf":
        return pdf.render(bundle)
    if output == "xlsx":
        return excel.render(bundle)
    return word.render(bundle, template or queries.active_template(bundle.kind, bundle.fmt))


def erratum_file(erratum: Erratum) -> bytes:
    """An issued erratum as a Word file of its own, in the format of the document it corrects."""
    document = erratum.document
    return correction.render(
        correction.Correction(
            fmt=document.format,
            issuer=queries.issuer_of(document),
            signatory=document.signatory,
            number=erratum.number,
            dated=timezone.localdate(erratum.issued_at),
            reference=queries.reference(document),
            opening=erratum.text.split("\n", 1)[0],
            reason=erratum.reason,
            changes=[
                (one["label"], ", ".join(one["places"]), one["old_text"], one["new_text"])
                for one in erratum.changes
            ],
            seal=erratum.seal,
        )
    )
