"""
Units over time.

A unit is an identity; what it is called and whom it answers to are versions, each holding from its first
day until the
next version starts. Example: Phường X is a commune under Quận Y from 01/07/2008, and closed from
01/01/2025: two rows.
Known limit: a unit that is closed and later reopened under the same code is one identity with a gap.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from danvan.organizations.closure import EARLIEST, LATEST
from danvan.organizations.names import sort_text


class Level(models.TextChoices):
    NATION = "nation", pgettext_lazy("level", "nation")
    CITY = "city", pgettext_lazy("level", "city or province")
    DISTRICT = "district", pgettext_lazy("level", "district")
    COMMUNE = "commune", pgettext_lazy("level", "commune")
    AGENCY = "agency", pgettext_lazy("level", "agency")
    VILLAGE = "village", pgettext_lazy("level", "village")


class UnitKind(models.TextChoices):
    PARTY_COMMITTEE = "party_committee", _("Party committee body")
    GOVERNMENT = "government", _("government")
    FRONT = "front", _("Fatherland Front")
    MASS_ORGANISATION = "mass_organisation", _("mass organisation")
    AGENCY = "agency", _("agency")
    ARMED_FORCES = "armed_forces", _("armed forces")
    ENTERPRISE = "enterprise", _("enterprise")


class OrgUnit(models.Model):
    """Any node that can receive a directive or send a report. `code` is its name for ever, e.g. ``HN``."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    reports_itself = models.BooleanField(
        _("uses the system"),
        default=True,
        help_text=_("A unit that does not use the system is reported on behalf."),
    )
    remote_area = models.BooleanField(_("remote area"), default=False)
    # Where the office is reached today; unlike the name it has no history but the log.
    address = models.CharField(_("address of the office"), max_length=200, blank=True)
    phone = models.CharField(_("telephone of the office"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail of the office"), blank=True)

    class Meta:
        verbose_name = _("unit")
        constraints = [models.CheckConstraint(condition=~Q(code=""), name="org_unit_has_a_code")]

    def __str__(self):
        return self.code


class OrgUnitVersionQuerySet(models.QuerySet):
    def on(self, day):
        """The version of each unit in force on `day`; a unit that is closed by then has none."""
        newest = OrgUnitVersion.objects.filter(unit=OuterRef("unit"), starts_on__lte=day).order_by(
            "-starts_on"
        )
        return self.filter(pk=Subquery(newest.values("pk")[:1]), closed=False)

    def bulk_create(self, objs, *args, **kwargs):
        objs = list(objs)
        for version in objs:
            version.sort_key = sort_text(version.name)
        return super().bulk_create(objs, *args, **kwargs)


class OrgUnitVersion(models.Model):
    """What a unit is called and whom it answers to, from `starts_on` until its next version starts."""

    unit = models.ForeignKey(OrgUnit, models.PROTECT, verbose_name=_("unit"), related_name="versions")
    starts_on = models.DateField(_("starts on"))
    closed = models.BooleanField(_("closed from this day"), default=False)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=UnitKind, default=UnitKind.PARTY_COMMITTEE)
    level = models.CharField(_("level"), max_length=10, choices=Level)
    parent = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+", null=True, blank=True)
    territory_code = models.CharField(_("territory code"), max_length=20, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    position = models.PositiveIntegerField(_("position"), default=0, help_text=_("Order among its siblings."))
    sort_key = models.CharField(max_length=400, editable=False, blank=True)
    legal_basis = models.CharField(_("legal basis"), max_length=200, blank=True)

    objects = OrgUnitVersionQuerySet.as_manager()

    class Meta:
        ordering = ["position", "sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "starts_on"],
                name="org_unit_version_one_per_day",
                violation_error_message=_("This unit already changes on this day."),
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("unit")),
                name="org_unit_version_not_its_own_parent",
                violation_error_message=_("A unit cannot be its own parent."),
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.sort_key = sort_text(self.name)
        super().save(*args, **kwargs)


class UnitLink(models.Model):
    """
    The interval closure: `ancestor` stands `depth` steps above `descendant` from `starts_on` to `ends_on`
    (not
    included; empty = still). Every unit is its own ancestor at depth 0. Rebuilt whole after each structure
    change.

    `scope_from` to `scope_to` (not included) is the same stretch as rights count it: the first link of a
    unit reaches
    back before its beginning and the last one beyond its end, so that a closed unit's reports stay in sight.
    """

    ancestor = models.ForeignKey(OrgUnit, models.CASCADE, related_name="+")
    descendant = models.ForeignKey(OrgUnit, models.CASCADE, related_name="+")
    depth = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    scope_from = models.DateField(default=EARLIEST)
    scope_to = models.DateField(default=LATEST)

    class Meta:
        indexes = [
            models.Index(fields=["ancestor", "starts_on"], name="unit_link_downwards"),
            models.Index(fields=["descendant", "starts_on"], name="unit_link_upwards"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="unit_link_lasts_a_day",
            )
        ]


class UnitSuccession(models.Model):
    """
    `old` passed into `new` on a day, whole or in part. Many to many; figures are never re-added along a
    part.
    """

    class Share(models.TextChoices):
        WHOLE = "whole", _("whole")
        PART = "part", _("part")

    class Kind(models.TextChoices):
        MERGE = "merge", _("merged")
        SPLIT = "split", _("split")
        ABOLISHED = "abolished", _("level abolished")

    old = models.ForeignKey(OrgUnit, models.PROTECT, related_name="successions")
    new = models.ForeignKey(OrgUnit, models.PROTECT, related_name="origins")
    on = models.DateField(_("from day"))
    share = models.CharField(_("share"), max_length=6, choices=Share)
    kind = models.CharField(_("kind of change"), max_length=10, choices=Kind)
    legal_basis = models.CharField(_("legal basis"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["old", "new", "on"], name="unit_succession_named_once"),
            models.CheckConstraint(condition=~Q(old=F("new")), name="unit_succession_between_two_units"),
        ]


class Role(models.TextChoices):
    OFFICER = "officer", _("officer")
    CONSOLIDATOR = "consolidator", _("consolidator")
    LEADER = "leader", _("leader")
    ADMINISTRATOR = "administrator", _("administrator")
    AUDITOR = "auditor", _("auditor")


class Post(models.Model):
    """A place in a unit that somebody holds from a day to a day (`ends_on` not included; empty = still)."""

    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="posts")
    role = models.CharField(_("role"), max_length=14, choices=Role)
    title = models.CharField(pgettext_lazy("of a post", "title"), max_length=120)
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="posts")
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="post_ends_after_it_starts",
                violation_error_message=_("The last day must come after the first."),
            )
        ]


class Deputising(models.Model):
    """`deputy` does the work of a post between two days (both included); it ends by itself."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="deputies")
    deputy = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="deputising")
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    reason = models.CharField(_("reason"), max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="deputising_ends_after_it_starts",
                violation_error_message=_("The last day must not come before the first."),
            )
        ]


class PendingGrant(models.Model):
    """
    A post of power somebody asked for; it begins to exist when a second administrator confirms it
    (R-13).
    """

    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    role = models.CharField(_("role"), max_length=14, choices=Role)
    title = models.CharField(pgettext_lazy("of a post", "title"), max_length=120)
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    # Set when what waits is a deputy for an existing post of power; `ends_on` is then its last day, included.
    deputy_for = models.ForeignKey(Post, models.PROTECT, related_name="+", null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked at"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    confirmed = models.BooleanField(_("confirmed"), null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="pending_grant_decided_by_a_second_person",
                violation_error_message=_("Somebody other than the one who asked has to confirm this."),
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, confirmed__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False, confirmed__isnull=False),
                name="pending_grant_decided_whole",
            ),
        ]


class StructureChange(models.Model):
    """
    One guided change of the tree as it was applied: what was asked for, what it wrote, and whether it
    was undone.
    """

    class Kind(models.TextChoices):
        OPEN = "open", _("open a unit")
        CLOSE = "close", _("close a unit")
        RENAME = "rename", _("rename a unit")
        MOVE = "move", _("move a unit")
        MERGE = "merge", _("merge units")
        SPLIT = "split", _("split a unit")
        ABOLISH = "abolish", _("abolish a level")
        RESOLUTION = "resolution", _("load a resolution")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    day = models.DateField(_("from day"))
    legal_basis = models.CharField(_("legal basis"), max_length=200)
    # The unit under which the change stays; who may manage it may see and undo the change.
    within = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    plan = models.JSONField(_("plan"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made at"))
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    undone_at = models.DateTimeField(_("undone at"), null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="structure_change_undone_by_somebody",
            )
        ]


class ProposedChange(models.Model):
    """One field of a unit's own data, as the unit wants it; an administrator accepts or rejects it with a reason."""

    class Field(models.TextChoices):
        NAME = "name", _("name")
        ADDRESS = "address", _("address of the office")
        PHONE = "phone", _("telephone of the office")
        EMAIL = "email", _("e-mail of the office")

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("proposal", "waiting")
        ACCEPTED = "accepted", pgettext_lazy("proposal", "accepted")
        REJECTED = "rejected", pgettext_lazy("proposal", "rejected")
        WITHDRAWN = "withdrawn", pgettext_lazy("proposal", "withdrawn")

    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    field = models.CharField(_("field"), max_length=10, choices=Field)
    before = models.CharField(_("now"), max_length=254, blank=True)
    after = models.CharField(_("proposed"), max_length=254, blank=True)
    # Of a name: the first day it holds, and the resolution it rests on.
    day = models.DateField(_("from day"), null=True)
    legal_basis = models.CharField(_("legal basis"), max_length=200, blank=True)
    note = models.CharField(_("why"), max_length=300)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("proposed at"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "field"],
                condition=Q(state="waiting"),
                name="proposed_change_one_waiting_per_field",
                violation_error_message=_("A proposal for this field waits already."),
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at__isnull=True, decided_by__isnull=True)
                | Q(~Q(state="waiting"), decided_at__isnull=False, decided_by__isnull=False),
                name="proposed_change_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "rejected"]) | ~Q(reason=""),
                name="proposed_change_decided_with_a_reason",
                violation_error_message=_("Say why."),
            ),
            models.CheckConstraint(
                condition=~Q(field="name") | (Q(day__isnull=False) & ~Q(legal_basis="") & ~Q(after="")),
                name="proposed_change_of_name_has_day_and_basis",
            ),
        ]
