"""Public pages, Open311 and the office's own pages of notices."""
