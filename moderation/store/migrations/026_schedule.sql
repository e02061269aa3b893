CREATE TABLE scheduled_acts (
  id INTEGER PRIMARY KEY,
  session INTEGER NOT NULL REFERENCES sessions (id),
  act TEXT NOT NULL CHECK (act IN ('open', 'close', 'note')),
  anchor TEXT NOT NULL CHECK (anchor IN ('start', 'end', 'time')),
  minutes INTEGER NOT NULL DEFAULT 0 CHECK (minutes >= 0),
  at TEXT CHECK ((at IS NOT NULL) = (anchor = 'time')),
  text TEXT NOT NULL DEFAULT '' CHECK ((text <> '') = (act = 'note')),
  done_at TEXT,
  outcome TEXT NOT NULL DEFAULT '' CHECK ((outcome <> '') = (done_at IS NOT NULL))
) STRICT;
CREATE INDEX scheduled_acts_by_session ON scheduled_acts (session, id);
ALTER TABLE notes ADD COLUMN to_organiser INTEGER NOT NULL DEFAULT 0 CHECK (to_organiser IN (0, 1));
ALTER TABLE notes ADD COLUMN reply_to INTEGER REFERENCES notes (id);
