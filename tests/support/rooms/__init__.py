"""
Standing records of contexts that bring their own: for each a module with `stand(made, text) -> {name: record or id}`, the
`DOORS` that need them (url name -> arguments, of the standing city) and the `BODIES` that are posted there.
"""

from tests.support.rooms import democracy, directives, evaluation, exemplars, ingest, meetings, oversight

ROOMS = {
    "directives": directives,
    "exemplars": exemplars,
    "oversight": oversight,
    "democracy": democracy,
    "evaluation": evaluation,
    "meetings": meetings,
    "ingest": ingest,
}
