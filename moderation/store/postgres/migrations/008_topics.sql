ALTER TABLE questions ADD COLUMN topic text COLLATE "C" CHECK (topic <> '');
DROP INDEX questions_tallied;
CREATE INDEX questions_tallied ON questions (session, group_key, language, region, topic, status, lead);
