"""Papers of oversight as Word files."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from danvan.briefings import oversight_papers
from danvan.briefings.views.documents import file_answer
from danvan.common import clock
from danvan.common.errors import OutOfSight
from danvan.directives import terms
from danvan.organizations import permissions as policy
from danvan.oversight.models import SupervisionRecommendation
from danvan.oversight.queries import ledger, outcomes, sessions


@require_GET
def paper(request: HttpRequest, session_id: int, paper: str, fmt: str) -> HttpResponse:
    """A paper of a session, for those who see it from the side of the unit that leads it."""
    found = sessions.find(request.actor, session_id)
    policy.require(request.actor, "see", found.kind, found.unit_id)
    kind = next((one for one in oversight_papers.kinds(found) if one.slug == paper), None)
    if kind is None or fmt not in terms.FORMATS:
        raise Http404
    content = oversight_papers.render(found, kind, fmt, clock.today())
    return file_answer(content, "docx", f"{paper}-{found.unit.code}-{found.pk}-{fmt}.docx")


@require_GET
def letter(request: HttpRequest, recommendation_id: int, fmt: str) -> HttpResponse:
    """The letter that reminds whoever a recommendation was asked of, with all that is open between the two."""
    one, today = outcomes.find_recommendation(request.actor, recommendation_id), clock.today()
    policy.require(request.actor, "see", one.session.kind, one.unit_id)
    if fmt not in terms.FORMATS:
        raise Http404
    rows = ledger.found(request.actor, ledger.Filters(), today).filter(
        unit_id=one.unit_id, to_unit_id=one.to_unit_id, to_body=one.to_body
    )
    open_: list[SupervisionRecommendation] = list(rows)
    if not open_:
        raise OutOfSight(_("Nothing is open there any more. Reload the ledger."))
    content = oversight_papers.render_letter(one, open_, fmt, today)
    return file_answer(content, "docx", f"don-doc-{one.unit.code}-{one.pk}-{fmt}.docx")
