"""Checks on a map: each one a function with a name, a severity, and the principle it rests on."""
