"""The parts of the store that exist for PostgreSQL only. Only this package imports psycopg, which is optional."""
