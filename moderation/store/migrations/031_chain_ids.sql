-- After a move to another database, a row of the log has a new id. The hash chain contains the id before the move.
ALTER TABLE log ADD COLUMN chain_id INTEGER;
