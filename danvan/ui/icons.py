"""The names in `static/ui/icons.svg`, drawn for this house; an icon always stands beside its word."""

ICONS = (
    "table",
    "tree",
    "document",
    "clock",
    "check",
    "warning",
    "return",
    "log",
    "people",
    "chart",
    "download",
    "print",
    "search",
    "plus",
    "home",
    "key",
    "lock",
    "arrow",
    "globe",
    "close",
)
