"""What Open Floor does, said without Flask: each module one service on top of `store` and `core`."""
