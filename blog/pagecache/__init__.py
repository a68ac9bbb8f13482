"""Whole pages for readers, kept ready: a hit touches neither the database nor Django's middleware.

A page knows by tags what it shows; what changes, says so by tag; and a page is good while none of its tags has changed
since before it was made. Nothing is ever deleted, so nothing can be deleted too early or put back too late.
"""
