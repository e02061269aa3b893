"""The SQLite file: schema, the single writer, short read transactions.

This layer returns core objects, never rows, and makes no decisions.
"""
