-- The languages of the projected screen, as a JSON array. An empty array means the session's first languages.
ALTER TABLE sessions ADD COLUMN stage_languages TEXT NOT NULL DEFAULT '[]';
