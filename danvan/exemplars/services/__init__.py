"""Every write to models, contests and awards."""
