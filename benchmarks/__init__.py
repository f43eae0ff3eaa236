"""Speed and memory, as ratios measured in one run; not part of the tests."""
