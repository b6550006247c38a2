"""Pages about groups and persons: each opens, acts and renders."""
