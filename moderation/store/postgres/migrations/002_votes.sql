-- As m018_votes of SQLite: the answers to an attendee's votes are numbered, and a trigger raises the counter of changes.
ALTER TABLE commands ADD COLUMN vote integer;
DELETE FROM commands WHERE caller LIKE 'attendee.%' AND answer::jsonb -> 'question' IS NULL AND answer::jsonb -> 'order' IS NULL;
UPDATE commands SET vote = CAST(answer::jsonb ->> 'order' AS integer), answer = CAST(answer::jsonb - 'order' AS text)
  WHERE answer::jsonb -> 'order' IS NOT NULL;
CREATE UNIQUE INDEX commands_by_vote ON commands (session, caller, (vote % 100)) WHERE vote IS NOT NULL;
CREATE FUNCTION count_vote() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE attendees SET counter = counter + 1 WHERE id = CASE WHEN tg_op = 'DELETE' THEN old.attendee ELSE new.attendee END;
  RETURN NULL;
END $$;
CREATE TRIGGER voted AFTER INSERT OR DELETE ON votes FOR EACH ROW EXECUTE FUNCTION count_vote();
