"""The rules of the product, as pure functions: no clock, database, network, random numbers or Flask.

Times and ids are arguments.
"""
