ALTER TABLE sessions ADD COLUMN stage_languages text COLLATE "C" NOT NULL DEFAULT '[]';
