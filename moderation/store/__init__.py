"""The database (a SQLite file or PostgreSQL): schema, the single writer, short read transactions.

This layer returns core objects, never rows, and makes no decisions.
"""
