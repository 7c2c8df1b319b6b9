"""Open data: which tables are published, how a release is prepared, proven, approved and published, and its files."""
