"""The parts of a list's page: its views and filters, its columns, its panel, what it says when it is empty."""
