CREATE INDEX questions_tallied ON questions (session, group_key, language, region, status, lead);
