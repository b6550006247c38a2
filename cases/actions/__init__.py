"""What people do with what is known: each function leaves the world changed, in its own name."""
