"""Drills: run by hand against a database of their own, not by pytest."""
