"""Word templates: uploaded, checked, tried out, put to use."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from danvan.audit import services as audit
from danvan.briefings.layout import checker, fields, word
from danvan.briefings.models import DocumentTemplate
from danvan.briefings.samples import sample_bundle
from danvan.common.errors import DomainError
from danvan.common.vietnamese import nfc
from danvan.organizations import permissions
from danvan.organizations.actors import Actor


class TemplateNotUsable(DomainError):
    """The check found errors; they are listed on the template's page."""

    code = "template-not-usable"


@transaction.atomic
def upload_template(
    *, kind: str, fmt: str, name: str, content: bytes, by: Actor, at: datetime
) -> DocumentTemplate:
    """
    Keep an uploaded template with what its check found. It is not used before somebody activates it.

    :raises NotAllowed: when `by` does not manage templates at the top: they are one for all units
    """
    permissions.require_at_top(by, "manage", "template")
    sample = sample_bundle(kind, fmt)
    found = fields.check(content, sample)
    usable = fields.usable(found)
    if usable:
        # A look that differs from the rules is allowed on purpose, so it is told, not refused.
        looks = checker.check_format(word.render(sample, content), fmt)
        found += [fields.Finding("warning", one.where, one.message) for one in looks]
    template = DocumentTemplate.objects.create(
        kind=kind,
        format=fmt,
        name=nfc(name).strip()[:120],
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        findings=[asdict(one) for one in found],
        usable=usable,
        uploaded_at=at,
        uploaded_by_id=by.user_id,
    )
    _record("briefings.template_uploaded", template, by, at, after={"usable": usable, "findings": len(found)})
    return template


@transaction.atomic
def activate_template(*, template: DocumentTemplate, by: Actor, at: datetime) -> DocumentTemplate:
    """
    Print with this template from now on; the one used before is kept, out of use.

    :raises NotAllowed: when `by` does not manage templates at the top: they are one for all units
    :raises TemplateNotUsable: when its check found errors
    """
    permissions.require_at_top(by, "manage", "template")
    same = DocumentTemplate.objects.filter(kind=template.kind, format=template.format).order_by("pk")
    rows = {row.pk: row for row in same.select_for_update()}
    template = rows[template.pk]
    if not template.usable:
        raise TemplateNotUsable(
            _("The check found errors in this template. Mend them in Word and upload it again.")
        )
    for row in rows.values():
        if row.active and row.pk != template.pk:
            DocumentTemplate.objects.filter(pk=row.pk).update(active=False)
    template.active = True
    template.save(update_fields=["active"])
    _record("briefings.template_activated", template, by, at)
    return template


@transaction.atomic
def retire_template(*, template: DocumentTemplate, by: Actor, at: datetime) -> DocumentTemplate:
    """
    Print with the built-in template again.

    :raises NotAllowed: when `by` does not manage templates at the top: they are one for all units
    """
    permissions.require_at_top(by, "manage", "template")
    template.active = False
    template.save(update_fields=["active"])
    _record("briefings.template_retired", template, by, at)
    return template


def _record(
    action: str, template: DocumentTemplate, by: Actor, at: datetime, after: dict | None = None
) -> None:
    named = {"kind": template.kind, "format": template.format, "sha256": template.sha256, **(after or {})}
    audit.record(action, actor=by.user_id, at=at, target=template, after=named)
