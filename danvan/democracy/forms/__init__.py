"""Forms: cleaning only."""
