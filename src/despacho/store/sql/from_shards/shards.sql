SELECT regexp_extract(filename, '([0-9a-f]+)\.parquet$', 1) AS shard, $run_id AS run_id, count(*) AS articles,
       count(*) FILTER (reason IS NULL) AS coded, coalesce(sum(len(events)), 0)::BIGINT AS events,
       coalesce(sum(words) FILTER (reason IS NULL), 0)::BIGINT AS words
FROM shard_rows GROUP BY filename ORDER BY filename
