"""Forms about models, contests and awards: cleaning only."""
