"""Units the project brings along as readable files; where they come from: docs/reference/sources.md."""
