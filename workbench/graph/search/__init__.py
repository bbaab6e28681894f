"""Search by words and codes: folding, the index, and the order of what is found."""
