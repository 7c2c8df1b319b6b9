"""Cleaning what people write about directing documents."""
