"""What is stored, and which rules always hold. Knows no person at the desk, no clock, no screen and no file format."""
