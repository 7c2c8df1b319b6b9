"""Every write of reporting, one function per verb."""
