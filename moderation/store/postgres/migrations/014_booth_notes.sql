ALTER TABLE notes ADD COLUMN to_booths integer NOT NULL DEFAULT 0 CHECK (to_booths IN (0, 1));
