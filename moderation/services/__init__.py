"""The services of Open Floor, independent of Flask. They use `store` and `core`."""
