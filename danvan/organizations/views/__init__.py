"""Pages under /don-vi/."""
