"""The doors of the API; every one answers strangers and wrong methods in problem+json too."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from danvan.api import problems
from danvan.api.endpoints import rounds, submissions, totals, units  # noqa: F401
from danvan.api.house import house
from danvan.api.views import docs

app_name = "api"


def door(view: Any) -> Any:
    """The API asks for the session itself (401, not the way to the sign-in page) and says 405 as a problem."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code != 405:
            return response
        allowed = response["Allow"]
        said = _("This address takes %(methods)s.") % {"methods": allowed}
        refusal = problems.problem(request, status=405, code="wrong-method", detail=said)
        refusal["Allow"] = allowed
        return refusal

    return login_not_required(opened)


urlpatterns = [
    path("docs", docs, name="docs"),
    *(
        URLPattern(one.pattern, door(one.callback), one.default_args, one.name)
        for one in house.urls[0]
        if one.name != "api-root"
    ),
]
