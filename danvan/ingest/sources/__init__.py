"""
Files as text: what people send is told by its content, taken apart within bounds, and never run.

`text_of(name, content)` answers the text with its pages; `files_of(paths)` walks folders. What cannot be read is told in
words a person can act on (`Unreadable`).
"""

from danvan.ingest.sources.opening import READABLE, Source, Unreadable, text_of

__all__ = ["READABLE", "Source", "Unreadable", "text_of"]
