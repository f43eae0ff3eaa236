"""What the command line does, by noun: each function opens the book, calls operations and queries, and writes."""
