"""A bare Django to compare with: session, user, and a view that commits one row."""
