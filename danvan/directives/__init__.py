"""Directing documents and programmes: who acknowledged, planned and did what; numbers of one's own documents."""
