-- When a subscription was made, what changed its state last, and what its SUBSCRIBE carried.

ALTER TABLE ${active_watchers} ADD COLUMN subscribed DATETIME(3) DEFAULT CURRENT_TIMESTAMP(3) NOT NULL;
ALTER TABLE ${active_watchers} ADD COLUMN last_event VARCHAR(16) DEFAULT 'subscribe' NOT NULL;
ALTER TABLE ${active_watchers} ADD COLUMN request_type VARCHAR(128);
ALTER TABLE ${active_watchers} ADD COLUMN request_body ${body};

DROP VIEW watcherinfo;
CREATE VIEW watcherinfo AS
SELECT
    from_uri AS w_uri,
    display_name,
    id AS s_id,
    event AS package,
    CASE
        WHEN status = 1 THEN 'active'
        WHEN status = 2 THEN 'pending'
        WHEN status = 4 THEN 'pending_terminated'
        WHEN reason = 'rejected' THEN 'rejected'
        ELSE 'terminated'
    END AS status,
    last_event AS event,
    expires,
    accepts,
    pres_id,
    local_contact AS server_contact,
    CONCAT(callid, ';to-tag=', to_tag, ';from-tag=', from_tag) AS dialog,
    version AS doc_index
FROM ${active_watchers};
