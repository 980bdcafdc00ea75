-- Version 2: views for questions that are asked often.
-- One row for each pair of actor and recipient; an event without one of them has a row with the other.
CREATE VIEW dyads AS
SELECT e.event_id, e.article_id, e.event_type, e.modes, e.quad, e.intensity, e.status, e."date",
       a.name AS actor_name, a.country AS actor_country, a.sector AS actor_sector,
       r.name AS recipient_name, r.country AS recipient_country, r.sector AS recipient_sector,
       e.attribution.name AS attribution_name, e.attribution.country AS attribution_country, e.attribution.channel AS channel
FROM events AS e
LEFT JOIN participants AS a ON a.event_id = e.event_id AND a.article_id = e.article_id AND a.role = 'actor'
LEFT JOIN participants AS r ON r.event_id = e.event_id AND r.article_id = e.article_id AND r.role = 'recipient';
-- The sentence that an event was read from.
CREATE VIEW evidence AS
SELECT e.event_id, e.article_id, e.event_type, a.published_at, a.outlet, a.url,
       substr(a."text", e.sentence."start" + 1, e.sentence."end" - e.sentence."start") AS sentence_text
FROM events AS e JOIN articles AS a ON a.id = e.article_id;
