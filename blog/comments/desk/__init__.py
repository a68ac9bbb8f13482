"""The moderator's desk: what waits, what was decided, and who asks to join."""
