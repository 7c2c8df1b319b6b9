"""Reception of citizens: days announced and sessions counted. Who came is in the official register, never here."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from danvan.organizations.models import OrgUnit
from danvan.organizations.scope import UnitScoped


class Head(models.TextChoices):
    """Whose duty it is; each value is the code of its rule after ``reception.``."""

    PROVINCE_CHAIR = "province_chair", _("chair of the city People's Committee")
    PROVINCE_SECRETARY = "province_secretary", _("secretary of the city Party committee")
    COMMUNE_CHAIR = "commune_chair", _("chair of the commune People's Committee")
    COMMUNE_SECRETARY = "commune_secretary", _("secretary of the commune Party committee")
    HEAD_AGENCY = "head_agency", _("head of the agency")
    PUBLIC_SERVICE = "public_service", _("head of the public service unit")


class ReceptionSchedule(UnitScoped):
    """A day on which a head receives citizens; posted at least 5 working days before (Law on Citizen Reception, art. 24)."""

    record_type = "reception"

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("reception", "planned")
        POSTED = "posted", pgettext_lazy("reception", "posted")
        HELD = "held", pgettext_lazy("reception", "held")
        MOVED = "moved", pgettext_lazy("reception", "moved")

    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    head = models.CharField(_("who receives"), max_length=18, choices=Head)
    day = models.DateField(_("day"))
    starts_at = models.TimeField(_("from"))
    ends_at = models.TimeField(_("to"))
    place = models.CharField(_("place of reception"), max_length=200)
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.PLANNED)
    posted_on = models.DateField(_("posted on"), null=True)
    moved_to = models.OneToOneField("self", models.PROTECT, related_name="moved_from", null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(UnitScoped.Meta):
        abstract = False
        verbose_name = _("reception day")
        ordering = ["day", "starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at")),
                name="reception_ends_after_it_starts",
                violation_error_message=_("Reception must end after it begins."),
            ),
            models.UniqueConstraint(
                fields=["unit", "head", "day"],
                condition=~Q(state="moved"),
                name="reception_once_a_day_per_head",
                violation_error_message=_("This head already receives citizens on this day."),
            ),
            models.CheckConstraint(
                condition=(Q(state="moved") & Q(moved_to__isnull=False))
                | (~Q(state="moved") & Q(moved_to__isnull=True)),
                name="reception_moved_to_a_day",
            ),
        ]


class ReceptionSession(UnitScoped):
    """One reception that took place, as counts. `host` says whether the head came; a deputy's session is no head's day."""

    record_type = "reception"

    class Kind(models.TextChoices):
        REGULAR = "regular", _("regular reception")
        PERIODIC = "periodic", _("periodic reception by the head")
        ADHOC = "adhoc", _("ad hoc reception by the head")

    class Host(models.TextChoices):
        HEAD = "head", _("the head")
        DEPUTY = "deputy", _("a deputy")
        DUTY = "duty", _("the officer on duty")

    class State(models.TextChoices):
        RECORDED = "recorded", _("recorded")
        CONCLUSION_ISSUED = "conclusion_issued", _("conclusion issued")
        FOLLOWING_UP = "following_up", _("being followed up")
        CLOSED = "closed", pgettext_lazy("reception", "closed")

    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    schedule = models.OneToOneField(ReceptionSchedule, models.PROTECT, related_name="session", null=True)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    host = models.CharField(_("who received"), max_length=6, choices=Host)
    head = models.CharField(_("post of the head"), max_length=18, choices=Head, blank=True)
    on = models.DateField(_("day"))
    visit_count = models.PositiveIntegerField(_("visits"))
    person_count = models.PositiveIntegerField(_("persons"))
    large_group_count = models.PositiveIntegerField(_("large groups"), default=0)
    case_count = models.PositiveIntegerField(_("matters"))
    state = models.CharField(_("state"), max_length=17, choices=State, default=State.RECORDED)
    conclusion_ref = models.CharField(_("number of the conclusion"), max_length=60, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta(UnitScoped.Meta):
        abstract = False
        verbose_name = _("reception session")
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["unit", "on"], name="reception_of_unit")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="regular") | ~Q(host="duty"),
                name="reception_by_head_not_by_duty",
                violation_error_message=_(
                    "Periodic and ad hoc reception is the head's; name the head or a deputy."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(host="head") | ~Q(head=""),
                name="reception_names_the_head",
                violation_error_message=_("Name the head who received."),
            ),
        ]
