"""
The only doors to records that belong to a unit (R-10, R-11).

A scoped model refuses `Model.objects`; pages ask `Model.scoped(actor, action)`, which leaves out what the policy table
does not open. `Model.unscoped` is for services and queries that have checked already; a lint keeps views away from it.
"""

from __future__ import annotations

from typing import Self

from django.db import models

from danvan.organizations import permissions
from danvan.organizations.actors import Actor


class Refusing(models.Manager):
    """`Model.objects` of a scoped record: every use is a programming error, so it says so."""

    def get_queryset(self):
        raise RuntimeError(
            f"{self.model.__name__}.objects is closed: use {self.model.__name__}.scoped(actor, action)"
        )


class UnitScoped(models.Model):
    """A record that belongs to a unit. Subclasses name the way to it and their record type in the policy table."""

    record_type = ""
    unit_path = "unit_id"

    unscoped = models.Manager()
    objects = Refusing()

    class Meta:
        abstract = True
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"

    @classmethod
    def scoped(cls, actor: Actor, action: str) -> models.QuerySet:
        """Records of this type on which `actor` may do `action`; everything else is as if it did not exist."""
        return cls.unscoped.filter(permissions.units_open(actor, action, cls.record_type, path=cls.unit_path))

    @classmethod
    def locked(cls, pk: int, *related: str) -> Self | None:
        """
        The record, locked to the end of the transaction, with its `related` records as they are once the lock is held.

        Two queries: PostgreSQL joins a row it waited for with what it had read before it waited, so a record whose unit
        changed meanwhile would seem to be gone.
        """
        if not cls.unscoped.select_for_update().filter(pk=pk).values_list("pk", flat=True):
            return None
        return cls.unscoped.select_related(*related).get(pk=pk)
