"""What a person can do that changes data. Every function here is the one way in which its thing is done."""
