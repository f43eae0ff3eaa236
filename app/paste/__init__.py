"""Orders as people write them in a chat or a mail, understood as a draft. Knows no screen and no book."""
