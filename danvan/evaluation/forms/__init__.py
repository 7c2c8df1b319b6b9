"""Forms of this context: cleaning only."""
