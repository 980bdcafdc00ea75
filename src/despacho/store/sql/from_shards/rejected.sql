SELECT id AS article_id, stage, reason, detail, $run_id AS run_id FROM shard_rows WHERE reason IS NOT NULL
