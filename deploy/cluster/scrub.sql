-- Removes the bytes of deleted rows from the files of a PostgreSQL server (docs/privacy.md, "PostgreSQL").
--
-- Run this file as a superuser of the server, in the database of Open Floor, after a purge:
--   sudo -u postgres psql --quiet --no-psqlrc --dbname open_floor --file scrub.sql
-- While a table is rewritten, commands and pages wait. The file stops with an error if bytes would stay.
\set ON_ERROR_STOP on

-- A transaction that began before the deletion can still read the deleted rows, and VACUUM would copy them.
DO $$
DECLARE
  began timestamptz := clock_timestamp();
BEGIN
  WHILE EXISTS (SELECT FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start < began) LOOP
    IF clock_timestamp() > began + interval '10 seconds' THEN
      RAISE EXCEPTION 'a transaction has been open for more than 10 s (pg_stat_activity); end it and try again';
    END IF;
    PERFORM pg_sleep(0.1);
    PERFORM pg_stat_clear_snapshot();
  END LOOP;
  IF EXISTS (SELECT FROM pg_replication_slots WHERE xmin IS NOT NULL)
      OR EXISTS (SELECT FROM pg_stat_replication WHERE backend_xmin IS NOT NULL)
      OR EXISTS (SELECT FROM pg_prepared_xacts) THEN
    RAISE EXCEPTION 'a replication slot, a standby or a prepared transaction keeps deleted rows';
  END IF;
END $$;

-- The planner's statistics contain samples of texts, and ANALYZE of an empty table keeps the old samples.
DELETE FROM pg_statistic USING pg_class, pg_namespace
  WHERE pg_class.oid = starelid AND pg_namespace.oid = relnamespace AND nspname !~ '^(pg_|information_schema$)';
VACUUM (FULL, ANALYZE);
VACUUM (FULL) pg_catalog.pg_statistic;

-- The write-ahead log: finish the present segment, then write every other segment file again or delete it. PostgreSQL
-- reuses old segment files without clearing them, and fills the rest of a segment with zeros when it is switched.
SELECT pg_logical_emit_message(false, 'scrub', ''), pg_switch_wal() \g /dev/null
CHECKPOINT;
DO $$
DECLARE
  began timestamptz;
  segments bigint;
  written bigint := 0;
BEGIN
  PERFORM pg_sleep(1.1);  -- Files have times in whole seconds.
  began := clock_timestamp();
  segments := (SELECT count(*) FROM pg_ls_waldir());
  PERFORM pg_sleep(1.1);
  WHILE EXISTS (SELECT FROM pg_ls_waldir() WHERE modification <= began) LOOP
    IF written > segments THEN
      PERFORM pg_sleep(0.5);  -- A standby or the archive may still need an old segment.
    END IF;
    IF written > segments + 20 THEN
      RAISE EXCEPTION 'old segments of the log stay: look at replication slots, wal_keep_size and archive_command';
    END IF;
    PERFORM pg_logical_emit_message(false, 'scrub', ''), pg_switch_wal();
    EXECUTE 'CHECKPOINT';
    written := written + 1;
  END LOOP;
  PERFORM pg_logical_emit_message(false, 'scrub', ''), pg_switch_wal();
END $$;
