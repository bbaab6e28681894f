"""Codes, releases and the syntax of each code system. Standard library only."""
