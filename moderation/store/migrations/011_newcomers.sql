ALTER TABLE attendees ADD COLUMN arrived TEXT NOT NULL DEFAULT '';
ALTER TABLE questions ADD COLUMN arrived TEXT NOT NULL DEFAULT '';
ALTER TABLE questions ADD COLUMN held INTEGER NOT NULL DEFAULT 0 CHECK (held IN (0, 1) AND (held = 0 OR status = 'pending'));
ALTER TABLE sessions ADD COLUMN newcomers_held_from TEXT;
CREATE INDEX attendees_by_arrival ON attendees (session, arrived);
CREATE INDEX pending_by_arrival ON questions (session, arrived, held) WHERE status = 'pending';
