UPDATE sessions SET definition = json_set(definition, '$.time_zone', 'UTC')
  WHERE phase <> 'purged' AND json_extract(definition, '$.time_zone') IS NULL;
