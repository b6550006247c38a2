"""What the rules cost, as ratios: `make bench` measures them in one run on the large town."""
