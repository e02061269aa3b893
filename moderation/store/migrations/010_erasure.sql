CREATE TEMP TABLE erased AS SELECT id, session, number FROM questions WHERE status = 'withdrawn';
UPDATE questions SET text = '', name = NULL, show_name = 0, wording = NULL, hides = 0, looks_like = NULL WHERE id IN (SELECT id FROM erased);
DELETE FROM translations WHERE question IN (SELECT id FROM erased);
DELETE FROM translation_jobs WHERE question IN (SELECT id FROM erased);
DELETE FROM translation_cache WHERE EXISTS (SELECT 1 FROM erased);
DELETE FROM similar WHERE question IN (SELECT id FROM erased);
UPDATE log_questions SET before = json_set(before, '$.wording', NULL, '$.hides', json('false'), '$.looks_like', NULL)
  WHERE before IS NOT NULL AND question IN (SELECT id FROM erased);
UPDATE commands SET answer = json_remove(answer, '$.question', '$.questions') WHERE caller NOT LIKE 'attendee.%' AND session IN (SELECT session FROM erased);
UPDATE commands SET answer = json_set(answer, '$.question.text', '', '$.question.name', NULL, '$.question.show_name', json('false'), '$.question.wording', NULL)
  WHERE caller LIKE 'attendee.%' AND EXISTS (SELECT 1 FROM erased WHERE erased.session = commands.session AND number = json_extract(answer, '$.question.number'));
DROP TABLE erased;
