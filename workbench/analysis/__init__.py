"""Questions asked of graphs, maps and data: what a move would change."""
