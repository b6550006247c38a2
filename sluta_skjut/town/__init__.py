"""A fictional Malmö: names, numbers and places that belong to nobody."""
