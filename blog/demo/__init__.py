"""What an empty database is filled with, so that there is something to read: posts in Markdown, and their images."""
