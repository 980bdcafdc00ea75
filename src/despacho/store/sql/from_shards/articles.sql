SELECT id, title, "text", lang, published_at, url, outlet, extra, words, content_hash, coder_version, ruleset_digest, config_digest,
       CASE WHEN reason IS NULL THEN 'coded' ELSE 'rejected' END AS status, $run_id AS run_id
FROM shard_rows
