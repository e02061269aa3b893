CREATE TABLE lineage (
  id bigint PRIMARY KEY CHECK (id = 1),
  lineage text COLLATE "C" NOT NULL,
  views text COLLATE "C" NOT NULL
);
CREATE TABLE due_totals (
  session bigint NOT NULL REFERENCES sessions (id) DEFERRABLE,
  number bigint NOT NULL,
  PRIMARY KEY (session, number)
);
CREATE TABLE leases (
  name text COLLATE "C" PRIMARY KEY,
  holder text COLLATE "C" NOT NULL,
  until double precision NOT NULL
);
ALTER TABLE translation_jobs ADD COLUMN claimed_until double precision NOT NULL DEFAULT 0;
