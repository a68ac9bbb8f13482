"""Pages for readers: thin, the same for everybody, without a session."""
