"""Open311 GeoReport v2 over the public door of petitions: what it says, without HTTP."""
