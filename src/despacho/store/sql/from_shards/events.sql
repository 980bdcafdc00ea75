SELECT unnest(one, max_depth := 1) FROM (SELECT unnest(events) AS one FROM shard_rows)
