"""Copies of everything that can't be made again, proved whole; bringing one back; and moving to another database.

A backup is a directory: `manifest.json`, the database in one file, and `media/`. It counts as one only under its final
name, which it gets when it has been read again and every checksum was right.
"""
