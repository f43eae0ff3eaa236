"""The parts that pages and dialogs are made of. Each has an object name, an accessible name and the look of the
tokens."""
