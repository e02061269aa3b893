"""Open Floor: live multilingual questions to a panel. Imports point downward only; `tests/test_layers.py` reads them.

cli         the command line (click); `runtime` knows the concurrency mode, `catalogues` compiles the interface's sentences
web/        HTTP and Socket.IO: who is calling, parsing, pages, commands, streams. Holds no rule
services/   actions, language, session files, links, export, rehearsal, backup. Does not know Flask
store/      SQLite: questions, sessions, streams, the one writer. Decides nothing
core/       model, workflow, queue, visibility, text, refusals. No clock, database, network, random or Flask
"""
