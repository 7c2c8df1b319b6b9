"""Every write about documents, and `render`, which the command line and the API call too."""

from danvan.briefings.services.corrections import issue_erratum, propose_erratum
from danvan.briefings.services.drafting import create_draft, save_details, save_narrative
from danvan.briefings.services.issuing import issue
from danvan.briefings.services.printing import erratum_file, printed, render
from danvan.briefings.services.templates import activate_template, retire_template, upload_template

__all__ = [
    "activate_template",
    "create_draft",
    "erratum_file",
    "issue",
    "issue_erratum",
    "printed",
    "propose_erratum",
    "render",
    "retire_template",
    "save_details",
    "save_narrative",
    "upload_template",
]
