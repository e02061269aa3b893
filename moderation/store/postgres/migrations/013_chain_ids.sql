ALTER TABLE log ADD COLUMN chain_id bigint;
