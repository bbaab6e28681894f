"""Map sets: entries with their relation, bridges between releases, and translation."""
