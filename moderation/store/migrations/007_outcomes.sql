ALTER TABLE commands ADD COLUMN generation INTEGER;
UPDATE commands SET generation = json_extract(answer, '$.generation'), answer = json_remove(answer, '$.status', '$.erased', '$.voted', '$.generation');
