"""
Whether an uploaded file is what its name says and carries nothing that acts by itself (R-50, R-51).

Nothing here renders or runs the content: containers are walked, XML is read for its structure, and what
cannot be looked into is refused. Known limit: pictures inside documents are not opened.
"""

from danvan.files.inspection.core import KINDS, Accepted, inspect

__all__ = ["KINDS", "Accepted", "inspect"]
