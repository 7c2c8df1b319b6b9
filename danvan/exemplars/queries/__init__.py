"""Reading models, contests and awards."""
