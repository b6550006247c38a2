"""What people do with interventions: each function leaves the world changed, in its own name."""
