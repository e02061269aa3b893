CREATE TABLE bridges (
  session bigint PRIMARY KEY REFERENCES sessions (id) DEFERRABLE,
  token_hash bytea NOT NULL,
  created_at text COLLATE "C" NOT NULL
);
