"""Making the programs that people install."""
