-- Version 1: what a store holds. "date" columns stay text, since YYYY-MM and YYYY are dates of the record.
-- No key is declared: DuckDB checks keys before it sees that a row was deleted in the same transaction. Writers delete, then insert.
CREATE TABLE articles (
  id VARCHAR, title VARCHAR, "text" VARCHAR, lang VARCHAR, published_at VARCHAR, url VARCHAR, outlet VARCHAR,
  extra VARCHAR,           -- the other fields of the input, as JSON
  words INTEGER,
  content_hash VARCHAR,    -- these four together say that an article need not be coded again
  coder_version VARCHAR,
  ruleset_digest VARCHAR,
  config_digest VARCHAR,
  status VARCHAR,          -- coded, rejected
  run_id VARCHAR
);
CREATE TABLE events (
  event_id VARCHAR, article_id VARCHAR, event_type VARCHAR, modes VARCHAR[], contexts VARCHAR[], quad VARCHAR, intensity DOUBLE,
  "trigger" STRUCT("text" VARCHAR, "start" INTEGER, "end" INTEGER),
  actors STRUCT("text" VARCHAR, "start" INTEGER, "end" INTEGER, "name" VARCHAR, "country" VARCHAR, "sector" VARCHAR, "other_sectors" VARCHAR[], "entity_id" VARCHAR, "wikidata_id" VARCHAR, "resolved_by" VARCHAR)[],
  recipients STRUCT("text" VARCHAR, "start" INTEGER, "end" INTEGER, "name" VARCHAR, "country" VARCHAR, "sector" VARCHAR, "other_sectors" VARCHAR[], "entity_id" VARCHAR, "wikidata_id" VARCHAR, "resolved_by" VARCHAR)[],
  attribution STRUCT("text" VARCHAR, "start" INTEGER, "end" INTEGER, "name" VARCHAR, "country" VARCHAR, "sector" VARCHAR, "other_sectors" VARCHAR[], "entity_id" VARCHAR, "wikidata_id" VARCHAR, "resolved_by" VARCHAR, "cue" STRUCT("text" VARCHAR, "start" INTEGER, "end" INTEGER), "channel" VARCHAR),
  status VARCHAR,
  status_cue STRUCT("text" VARCHAR, "start" INTEGER, "end" INTEGER),
  "date" VARCHAR, date_end VARCHAR,
  date_text STRUCT("text" VARCHAR, "start" INTEGER, "end" INTEGER),
  place STRUCT("name" VARCHAR, "country" VARCHAR, "admin1" VARCHAR, "lat" DOUBLE, "lon" DOUBLE, "geonames_id" BIGINT, "text" VARCHAR, "start" INTEGER, "end" INTEGER),
  sentence STRUCT("index" INTEGER, "start" INTEGER, "end" INTEGER),
  coder_score DOUBLE,
  coder STRUCT("name" VARCHAR, "version" VARCHAR, "ruleset" VARCHAR, "model" VARCHAR)
);
CREATE TABLE participants (
  event_id VARCHAR, article_id VARCHAR,
  role VARCHAR,            -- actor, recipient, attribution
  position INTEGER,        -- from 1, among those of the role
  "text" VARCHAR, "start" INTEGER, "end" INTEGER, "name" VARCHAR, country VARCHAR, sector VARCHAR, other_sectors VARCHAR[],
  entity_id VARCHAR, wikidata_id VARCHAR, resolved_by VARCHAR
);
CREATE TABLE rejected (article_id VARCHAR, stage VARCHAR, reason VARCHAR, detail VARCHAR, run_id VARCHAR);
CREATE TABLE runs (
  run_id VARCHAR, started_at VARCHAR, ended_at VARCHAR, state VARCHAR,  -- running, finished, interrupted
  inputs VARCHAR[], coder_version VARCHAR, ruleset_digest VARCHAR, config_digest VARCHAR, config VARCHAR,
  articles BIGINT, events BIGINT, rejected BIGINT, already_there BIGINT, replaced BIGINT
);
CREATE TABLE shards (shard VARCHAR, run_id VARCHAR, articles BIGINT, coded BIGINT, events BIGINT, words BIGINT);
