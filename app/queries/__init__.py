"""What a person can look at: lists, pages and figures; nothing here writes."""
