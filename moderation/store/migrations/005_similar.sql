-- The marks are made by triggers, so that nothing that changes what is compared, or whether, can forget one.
-- Not by INSERT OR REPLACE: inside a trigger the conflict clause of the statement that fired it rules.
CREATE TABLE similar (
  question INTEGER NOT NULL REFERENCES questions (id) ON DELETE CASCADE,
  other INTEGER NOT NULL,
  score REAL NOT NULL CHECK (score > 0 AND score <= 1),
  PRIMARY KEY (question, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX similar_by_other ON similar (other);
CREATE TABLE similar_due (
  mark INTEGER PRIMARY KEY AUTOINCREMENT,
  question INTEGER NOT NULL UNIQUE REFERENCES questions (id) ON DELETE CASCADE
) STRICT;
CREATE TRIGGER asked_to_compare AFTER INSERT ON questions BEGIN DELETE FROM similar_due WHERE question = new.id; INSERT INTO similar_due (question) VALUES (new.id); END;
CREATE TRIGGER changed_to_compare AFTER UPDATE OF text, wording, language, status ON questions
  WHEN old.text <> new.text OR old.wording IS NOT new.wording OR old.language <> new.language
    OR (old.status IN ('declined', 'withdrawn', 'merged')) <> (new.status IN ('declined', 'withdrawn', 'merged'))
  BEGIN DELETE FROM similar_due WHERE question = new.id; INSERT INTO similar_due (question) VALUES (new.id); END;
CREATE TRIGGER translated_to_compare AFTER INSERT ON translations BEGIN DELETE FROM similar_due WHERE question = new.question; INSERT INTO similar_due (question) VALUES (new.question); END;
CREATE TRIGGER retranslated_to_compare AFTER UPDATE ON translations BEGIN DELETE FROM similar_due WHERE question = new.question; INSERT INTO similar_due (question) VALUES (new.question); END;
CREATE TRIGGER untranslated_to_compare AFTER DELETE ON translations BEGIN DELETE FROM similar_due WHERE question = old.question; INSERT INTO similar_due (question) VALUES (old.question); END;
INSERT INTO similar_due (question) SELECT id FROM questions;
