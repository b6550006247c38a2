"""Tags and filters of the look: the frame, forms, dates."""
