"""Lines of bank and platform statements, read and matched with what the book is owed: no Qt, no SQL."""
