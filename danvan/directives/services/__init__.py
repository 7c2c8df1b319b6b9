"""Every write about directing documents and their numbers."""
