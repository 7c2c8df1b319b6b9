"""
Files as text: what people send is told by its content, taken apart within bounds, and never run.

`text_of(name, content)` answers the text with its pages; `files_of(paths, endings)` walks folders. What cannot be read is told
in words a person can act on (`Unreadable`).
"""

from danvan.ingest.sources.folders import File, NotFound, files_of
from danvan.ingest.sources.opening import READABLE, text_of
from danvan.ingest.sources.source import Source, Unreadable

__all__ = ["READABLE", "File", "NotFound", "Source", "Unreadable", "files_of", "text_of"]
