"""The acts of all seats, and their execution inside the writer."""
