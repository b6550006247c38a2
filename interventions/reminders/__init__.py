"""Reminders on their way out: what they say, and through which gateway they leave."""
