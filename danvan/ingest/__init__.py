"""Reading what exists: prose, workbooks and old files turned into figures that a person checks."""
