"""Scripts in everything people write do nothing in a real browser (R-80): none runs, and the policy has nothing to refuse."""

import pytest
from django.urls import reverse

from tests.security.test_pages import PLANTED
from tests.support import standing as records
from tests.support.standing import CELL

# Walks the whole house: too long for every push, and run with `make test-long`.
pytestmark = pytest.mark.long

SPY = "window.ran = []; window.xss = () => window.ran.push(1); window.refused = [];" + (
    "document.addEventListener('securitypolicyviolation', e => window.refused.push(e.violatedDirective + ' ' + e.sourceFile));"
)


@pytest.mark.slow
@pytest.mark.parametrize("person", ["officer", "city_consolidator", "administrator"])
def test_planted_scripts_do_nothing(person, page, cast, at, sign_in):
    here = records.build(cast, at(records.DAY.isoformat()), PLANTED)
    sign_in(page, here.cast[person])
    page.add_init_script(SPY)
    accepted, draft = here.submission("accepted").pk, here.submission("draft").pk
    visited = [
        reverse("workspace:this_week"), reverse("reporting:board"), reverse("reporting:totals"),
        reverse("reporting:entry", args=[draft]), reverse("reporting:version", args=[accepted, 2]),
        reverse("reporting:version", args=[accepted, 1]), reverse("reporting:remark", args=[draft, CELL]),
        reverse("reporting:trace", args=["HN-01-01", "2019-Q3", CELL]), reverse("organizations:unit", args=["HN-01-01"]),
        reverse("organizations:tree"), reverse("organizations:people"), reverse("organizations:waiting"),
        reverse("organizations:changes"), reverse("audit:log"), reverse("briefings:documents"),
        reverse("briefings:document", args=[here.documents["HN-01"].pk]), reverse("briefings:templates"),
        f"{reverse('organizations:tree')}?tim=%3Cscript%3Exss()%3C/script%3E",
    ]  # fmt: skip
    told = 0
    for address in visited:
        page.goto(address)
        assert page.evaluate("window.ran") == [], address
        assert page.evaluate("window.refused") == [], address
        told += "xss()" in page.evaluate("document.body.innerText")
    assert told >= 3, "the planted scripts were hardly met"
