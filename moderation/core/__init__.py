"""The rules, with no I/O: no clock, database, network, random or Flask. Times and ids come in as arguments."""
