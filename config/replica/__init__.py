"""A read replica of PostgreSQL that answers nobody with less than has been written."""
