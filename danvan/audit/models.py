"""The tamper-evident log: a chain of entries, each sealed over the one before (R-60, R-61)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEntry(models.Model):
    """
    One write by one person. `body` holds the exact canonical JSON bytes that `mac` seals; it never changes.
    """

    seq = models.BigIntegerField(primary_key=True)
    prev = models.BinaryField(max_length=32)
    body = models.BinaryField()
    mac = models.BinaryField(max_length=32)
    # Copies of what `body` says, for lists and filters only; verification reads `body` and compares.
    at = models.DateTimeField(db_index=True)
    action = models.CharField(max_length=80, db_index=True)
    actor_id = models.BigIntegerField(null=True, db_index=True)
    unit = models.CharField(max_length=40, blank=True, db_index=True)
    target_type = models.CharField(max_length=60, blank=True)
    target_id = models.CharField(max_length=60, blank=True)

    class Meta:
        db_table = "audit_entry"
        verbose_name = _("log entry")
        indexes = [models.Index(fields=["target_type", "target_id"], name="audit_entry_by_target")]


class AuditHead(models.Model):
    """The end of the chain: one row, locked while an entry is added."""

    seq = models.BigIntegerField(default=0)
    mac = models.BinaryField(max_length=32)

    class Meta:
        db_table = "audit_head"
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="audit_head_is_one_row")]


class Checkpoint(models.Model):
    """What left the host: size, last mac and Merkle root at a moment, signed (R-62)."""

    size = models.BigIntegerField(unique=True)
    last_mac = models.BinaryField(max_length=32)
    root = models.BinaryField(max_length=32)
    signature = models.BinaryField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "audit_checkpoint"
        verbose_name = _("checkpoint")


class OnceKey(models.Model):
    """
    A request that was carried out, so that its repeat is answered and not carried out again (R-40). Written with the
    effect; keys and contents are kept as digests only.
    """

    actor_id = models.BigIntegerField()
    key = models.BinaryField(max_length=32)
    purpose = models.CharField(max_length=80)
    content = models.BinaryField(max_length=32)
    # Null only inside the transaction that makes the row.
    result = models.JSONField(null=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "audit_once_key"
        verbose_name = _("request carried out")
        constraints = [
            models.UniqueConstraint(fields=["actor_id", "key"], name="once_key_used_once_per_person")
        ]
