"""How whoever runs the machine sees how the blog is: health, logs, numbers, and a doctor. None of it knows people."""
