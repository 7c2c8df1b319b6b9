"""Reads of oversight."""
