-- The answers to an attendee's votes are numbered. An answer replaces the answer to the vote 100 numbers before it.
ALTER TABLE commands ADD COLUMN vote INTEGER;
DELETE FROM commands WHERE caller LIKE 'attendee.%' AND json_extract(answer, '$.question') IS NULL AND json_extract(answer, '$.order') IS NULL;
UPDATE commands SET vote = json_extract(answer, '$.order'), answer = json_remove(answer, '$.order') WHERE json_extract(answer, '$.order') IS NOT NULL;
CREATE UNIQUE INDEX commands_by_vote ON commands (session, caller, vote % 100) WHERE vote IS NOT NULL;
-- A trigger raises the counter of changes, so that a vote needs two statements.
CREATE TRIGGER voted AFTER INSERT ON votes BEGIN UPDATE attendees SET counter = counter + 1 WHERE id = new.attendee; END;
CREATE TRIGGER unvoted AFTER DELETE ON votes BEGIN UPDATE attendees SET counter = counter + 1 WHERE id = old.attendee; END;
