"""Forms of oversight: cleaning only."""
