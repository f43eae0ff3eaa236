"""What leaves Daybook as a document: PDF, Excel and CSV. Nothing here decides a figure or writes data."""
