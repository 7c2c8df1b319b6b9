"""Words the reader knows, as tables anybody can read and add to."""
