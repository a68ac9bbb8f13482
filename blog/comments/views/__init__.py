"""Pages where comments are written. They are personal and never stored; what readers see is blog/reading's."""
