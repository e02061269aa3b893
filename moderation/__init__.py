"""Open Floor: live multilingual questions to a panel.

A layer imports only the layers below it; `tests/test_layers.py` checks this rule.

cli/        the command line (click), on the same level as web/
web/        HTTP and Socket.IO: caller identification, parsing, pages, commands, streams. Contains no business rule
services/   acts, languages, translation, similar questions, session files, links, records. Does not import Flask
store/      SQLite: questions, sessions, streams, the single writer. Makes no decisions
core/       model, workflow, queue, visibility, text, refusals. No clock, database, network, random numbers or Flask

Outside the layers: `runtime` implements the concurrency modes, `concurrency` defines the protocol types of these
modes, `paths` names the program's folders, `catalogues` extracts and compiles the interface sentences, and `rehearsal`
simulates attendees and chairs over the real protocol.
"""

__version__ = "0.9.0"
