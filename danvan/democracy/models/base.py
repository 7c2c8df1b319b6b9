"""What every register of this context has."""

from __future__ import annotations

from typing import Any

from django.db import models

from danvan.common.vietnamese import fold
from danvan.organizations.models import Level, OrgUnit
from danvan.organizations.scope import UnitScoped


class Entry(UnitScoped):
    """A record of a unit, found by its `words` (folded: no marks, lower case). `level` is the unit's on its day."""

    # Fields that `words` is made of.
    told_by: tuple[str, ...] = ("title",)

    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    level = models.CharField(max_length=10, choices=Level)
    words = models.TextField(default="", blank=True, editable=False)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    class Meta(UnitScoped.Meta):
        abstract = True

    @property
    def ref(self) -> str:
        """What commitments and proofs of figures call it."""
        return f"democracy.{type(self).__name__}:{self.pk}"

    def index(self) -> None:
        self.words = fold(" ".join(str(getattr(self, name)) for name in self.told_by))

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.index()
        fields = kwargs.get("update_fields")
        if fields is not None:
            kwargs["update_fields"] = {*fields, "words"}
        super().save(*args, **kwargs)
