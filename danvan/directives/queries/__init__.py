"""Reads about directing documents."""
