-- The state of a collection of articles: what is in it, what is yet to be written, what is yet to be fetched.
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
-- One row an article that was taken; cluster is the number of its cluster's first article.
CREATE TABLE IF NOT EXISTS articles (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, address TEXT, digest BLOB, day TEXT, outlet TEXT,
  words INTEGER NOT NULL, cluster INTEGER NOT NULL, signature BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS articles_by_address ON articles (address);
CREATE INDEX IF NOT EXISTS articles_by_digest ON articles (digest);
CREATE INDEX IF NOT EXISTS articles_by_cluster ON articles (cluster);
CREATE TABLE IF NOT EXISTS bands (key INTEGER NOT NULL, article INTEGER NOT NULL, PRIMARY KEY (key, article)) WITHOUT ROWID;
-- Addresses that need not be fetched again: they led to an article, or to a rejection that is final.
CREATE TABLE IF NOT EXISTS addresses (address TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS rejections (article_id TEXT NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (article_id, reason)) WITHOUT ROWID;
-- Lines that are decided on and not yet known to be in their file, and how long each file is without them.
CREATE TABLE IF NOT EXISTS outbox (number INTEGER PRIMARY KEY, channel TEXT NOT NULL, line BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS outputs (channel TEXT PRIMARY KEY, bytes INTEGER NOT NULL);
-- What `despacho watch` keeps: when each source is asked again and with which validators, and the entries to be fetched.
CREATE TABLE IF NOT EXISTS sources (
  url TEXT PRIMARY KEY, etag TEXT NOT NULL DEFAULT '', last_modified TEXT NOT NULL DEFAULT '', next_at REAL NOT NULL DEFAULT 0,
  failures INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS queue (
  address TEXT PRIMARY KEY, entry TEXT NOT NULL, source TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0, next_at REAL NOT NULL DEFAULT 0
);
