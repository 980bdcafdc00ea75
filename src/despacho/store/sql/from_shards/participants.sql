WITH read AS (SELECT unnest(events) AS e FROM shard_rows),
said AS (
  SELECT e.event_id AS event_id, e.article_id AS article_id, 'actor' AS role, unnest(e.actors) AS p, generate_subscripts(e.actors, 1) AS position FROM read
  UNION ALL
  SELECT e.event_id, e.article_id, 'recipient', unnest(e.recipients), generate_subscripts(e.recipients, 1) FROM read
  UNION ALL
  SELECT e.event_id, e.article_id, 'attribution',
         struct_pack("text" := e.attribution."text", "start" := e.attribution."start", "end" := e.attribution."end",
                     "name" := e.attribution."name", country := e.attribution.country, sector := e.attribution.sector,
                     other_sectors := e.attribution.other_sectors, entity_id := e.attribution.entity_id,
                     wikidata_id := e.attribution.wikidata_id, resolved_by := e.attribution.resolved_by), 1
  FROM read WHERE e.attribution IS NOT NULL
)
SELECT event_id, article_id, role, position::INTEGER AS position, p."text" AS "text", p."start" AS "start", p."end" AS "end", p."name" AS "name",
       p.country AS country, p.sector AS sector, p.other_sectors AS other_sectors, p.entity_id AS entity_id,
       p.wikidata_id AS wikidata_id, p.resolved_by AS resolved_by
FROM said
