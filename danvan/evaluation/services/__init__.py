"""Every write of this context."""
