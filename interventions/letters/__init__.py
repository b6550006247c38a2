"""Letters to persons: their wording, their paper, and the job that prints them."""
