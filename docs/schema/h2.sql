CREATE TABLE presentity (
    pres_id VARCHAR(64) NOT NULL,
    uri VARCHAR(255) NOT NULL,
    uid VARCHAR(255) NOT NULL,
    pdomain VARCHAR(128) NOT NULL,
    xcap_params VARBINARY(1048576),
    PRIMARY KEY (pres_id),
    CONSTRAINT presentity_uri UNIQUE (uri, pdomain)
);
CREATE INDEX presentity_uid ON presentity (uid);

CREATE TABLE publication (
    pub_id VARCHAR(64) NOT NULL,
    pres_id VARCHAR(64) NOT NULL,
    event VARCHAR(64) NOT NULL,
    etag VARCHAR(64) NOT NULL,
    expires DATETIME(3) NOT NULL,
    received_time DATETIME(3) NOT NULL,
    created DATETIME(6) NOT NULL,
    content_type VARCHAR(128) NOT NULL,
    body VARBINARY(1048576) NOT NULL,
    sender VARCHAR(255) NOT NULL,
    priority INT DEFAULT 0 NOT NULL,
    PRIMARY KEY (pub_id)
);
CREATE INDEX publication_presentity ON publication (pres_id, event);

CREATE TABLE active_watchers (
    id VARCHAR(64) NOT NULL,
    pres_id VARCHAR(64) NOT NULL,
    presentity_uri VARCHAR(255) NOT NULL,
    watcher_uri VARCHAR(255) NOT NULL,
    watcher_username VARCHAR(255) NOT NULL,
    watcher_domain VARCHAR(255) NOT NULL,
    display_name VARCHAR(128) NOT NULL,
    to_uri VARCHAR(255) NOT NULL,
    to_user VARCHAR(255) NOT NULL,
    to_domain VARCHAR(255) NOT NULL,
    from_uri VARCHAR(255) NOT NULL,
    from_user VARCHAR(255) NOT NULL,
    from_domain VARCHAR(255) NOT NULL,
    event VARCHAR(64) NOT NULL,
    event_id VARCHAR(64) NOT NULL,
    callid VARCHAR(255) NOT NULL,
    to_tag VARCHAR(64) NOT NULL,
    from_tag VARCHAR(255) NOT NULL,
    local_cseq BIGINT NOT NULL,
    remote_cseq BIGINT NOT NULL,
    contact VARCHAR(1024) NOT NULL,
    record_route VARCHAR(1048576) NOT NULL,
    expires DATETIME(3) NOT NULL,
    status INT NOT NULL,
    reason VARCHAR(64) NOT NULL,
    version BIGINT NOT NULL,
    accepts VARCHAR(128) NOT NULL,
    socket_info VARCHAR(64) NOT NULL,
    local_contact VARCHAR(255) NOT NULL,
    user_agent VARCHAR(255) NOT NULL,
    flags INT NOT NULL,
    updated INT DEFAULT -1 NOT NULL,
    updated_winfo INT DEFAULT -1 NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT active_watchers_dialog UNIQUE (callid, to_tag, from_tag)
);
CREATE INDEX active_watchers_presentity ON active_watchers (pres_id, event);

CREATE TABLE watchers (
    id VARCHAR(64) NOT NULL,
    pres_id VARCHAR(64) NOT NULL,
    presentity_uri VARCHAR(255) NOT NULL,
    watcher_uri VARCHAR(255) NOT NULL,
    watcher_username VARCHAR(255) NOT NULL,
    watcher_domain VARCHAR(255) NOT NULL,
    event VARCHAR(64) NOT NULL,
    status INT NOT NULL,
    reason VARCHAR(64) NOT NULL,
    inserted_time DATETIME(3) NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX watchers_presentity ON watchers (pres_id, event);

CREATE TABLE offline_winfo (
    dbid BIGINT NOT NULL AUTO_INCREMENT,
    uid VARCHAR(255) NOT NULL,
    watcher VARCHAR(255) NOT NULL,
    events VARCHAR(64) NOT NULL,
    domain VARCHAR(128) NOT NULL,
    status VARCHAR(32) NOT NULL,
    created_on DATETIME(3) NOT NULL,
    expires_on DATETIME(3) NOT NULL,
    PRIMARY KEY (dbid),
    CONSTRAINT offline_winfo_once UNIQUE (uid, watcher, events, domain)
);

CREATE TABLE presentity_notes (
    dbid VARCHAR(64) NOT NULL,
    pres_id VARCHAR(64) NOT NULL,
    etag VARCHAR(64) NOT NULL,
    note VARCHAR(1048576) NOT NULL,
    lang VARCHAR(64) NOT NULL,
    expires DATETIME(3) NOT NULL,
    PRIMARY KEY (dbid)
);
CREATE INDEX presentity_notes_presentity ON presentity_notes (pres_id);

CREATE TABLE presentity_extensions (
    dbid VARCHAR(64) NOT NULL,
    pres_id VARCHAR(64) NOT NULL,
    etag VARCHAR(64) NOT NULL,
    element VARBINARY(1048576) NOT NULL,
    expires DATETIME(3) NOT NULL,
    PRIMARY KEY (dbid)
);
CREATE INDEX presentity_extensions_presentity ON presentity_extensions (pres_id);

CREATE TABLE presentity_contact (
    pres_id VARCHAR(64) NOT NULL,
    basic TINYINT NOT NULL,
    expires DATETIME(3) NOT NULL,
    priority DECIMAL(4, 3) NOT NULL,
    contact VARCHAR(255),
    tupleid VARCHAR(64) NOT NULL,
    etag VARCHAR(64) NOT NULL,
    published_id VARCHAR(64) NOT NULL,
    PRIMARY KEY (pres_id, tupleid)
);

CREATE TABLE tuple_notes (
    dbid VARCHAR(64) NOT NULL,
    pres_id VARCHAR(64) NOT NULL,
    tupleid VARCHAR(64) NOT NULL,
    note VARCHAR(1048576) NOT NULL,
    lang VARCHAR(64) NOT NULL,
    PRIMARY KEY (dbid)
);
CREATE INDEX tuple_notes_tuple ON tuple_notes (pres_id, tupleid);

CREATE TABLE tuple_extensions (
    dbid VARCHAR(64) NOT NULL,
    pres_id VARCHAR(64) NOT NULL,
    tupleid VARCHAR(64) NOT NULL,
    element VARBINARY(1048576) NOT NULL,
    status_extension BOOLEAN NOT NULL,
    PRIMARY KEY (dbid)
);
CREATE INDEX tuple_extensions_tuple ON tuple_extensions (pres_id, tupleid);

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
    CASE
        WHEN status = 3 AND reason <> '' THEN reason
        WHEN status = 4 THEN 'timeout'
        ELSE 'subscribe'
    END AS event,
    expires,
    accepts,
    pres_id,
    local_contact AS server_contact,
    CONCAT(callid, ';to-tag=', to_tag, ';from-tag=', from_tag) AS dialog,
    version AS doc_index
FROM active_watchers;
CREATE TABLE xcap (
    id VARCHAR(64) NOT NULL,
    username VARCHAR(255) NOT NULL,
    domain VARCHAR(255) NOT NULL,
    doc VARBINARY(1048576) NOT NULL,
    doc_type INT NOT NULL,
    etag VARCHAR(64) NOT NULL,
    source INT DEFAULT 0 NOT NULL,
    doc_uri VARCHAR(640) NOT NULL,
    port INT DEFAULT 0 NOT NULL,
    auid VARCHAR(64) NOT NULL,
    xui VARCHAR(255) NOT NULL,
    path VARCHAR(200) NOT NULL,
    content_type VARCHAR(128) NOT NULL,
    modified DATETIME(3) NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT xcap_document UNIQUE (auid, xui, path)
);
CREATE INDEX xcap_owner ON xcap (xui);
CREATE TABLE subscriber (
    username VARCHAR(255) NOT NULL,
    domain VARCHAR(255) NOT NULL,
    ha1 VARCHAR(128) NOT NULL,
    ha1b VARCHAR(128) NOT NULL,
    ha1_sha256 VARCHAR(128) NOT NULL,
    ha1b_sha256 VARCHAR(128) NOT NULL,
    PRIMARY KEY (username, domain)
);
CREATE TABLE user_attributes (
    uid VARCHAR(255) NOT NULL,
    name VARCHAR(64) NOT NULL,
    "VALUE" VARCHAR(1024) NOT NULL,
    PRIMARY KEY (uid, name)
);
ALTER TABLE active_watchers ADD COLUMN subscribed DATETIME(3) DEFAULT CURRENT_TIMESTAMP(3) NOT NULL;
ALTER TABLE active_watchers ADD COLUMN last_event VARCHAR(16) DEFAULT 'subscribe' NOT NULL;
ALTER TABLE active_watchers ADD COLUMN request_type VARCHAR(128);
ALTER TABLE active_watchers ADD COLUMN request_body VARBINARY(1048576);

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
FROM active_watchers;
CREATE TABLE location (
    ruid VARCHAR(64) NOT NULL,
    pres_id VARCHAR(64) NOT NULL,
    username VARCHAR(255) NOT NULL,
    domain VARCHAR(255) NOT NULL,
    contact VARCHAR(512) NOT NULL,
    path VARCHAR(1048576) NOT NULL,
    expires DATETIME(3) NOT NULL,
    q DECIMAL(4, 3),
    callid VARCHAR(255) NOT NULL,
    cseq BIGINT NOT NULL,
    registered DATETIME(6) NOT NULL,
    last_modified DATETIME(3) NOT NULL,
    user_agent VARCHAR(255) NOT NULL,
    instance VARCHAR(255) NOT NULL,
    reg_id INT NOT NULL,
    source VARCHAR(16) NOT NULL,
    PRIMARY KEY (ruid)
);
CREATE INDEX location_presentity ON location (pres_id);
ALTER TABLE active_watchers ADD COLUMN event_params VARCHAR(255) DEFAULT '' NOT NULL;
ALTER TABLE publication ADD COLUMN begun BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE publication ADD COLUMN revised BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE active_watchers ADD COLUMN begun BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE location ADD COLUMN begun BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE offline_winfo ADD COLUMN begun BIGINT DEFAULT 0 NOT NULL;

UPDATE publication SET
    begun = TIMESTAMPDIFF(MICROSECOND, TIMESTAMP '1970-01-01 00:00:00', created),
    revised = TIMESTAMPDIFF(MICROSECOND, TIMESTAMP '1970-01-01 00:00:00', received_time);
UPDATE active_watchers SET begun = TIMESTAMPDIFF(MICROSECOND, TIMESTAMP '1970-01-01 00:00:00', subscribed);
UPDATE location SET begun = TIMESTAMPDIFF(MICROSECOND, TIMESTAMP '1970-01-01 00:00:00', registered);
UPDATE offline_winfo SET begun = TIMESTAMPDIFF(MICROSECOND, TIMESTAMP '1970-01-01 00:00:00', created_on);
CREATE TABLE lane_owner (
    lane INT NOT NULL,
    node VARCHAR(64) NOT NULL,
    epoch BIGINT NOT NULL,
    lease_until BIGINT NOT NULL,
    taken BIGINT NOT NULL,
    renewed BIGINT NOT NULL,
    host VARCHAR(255) NOT NULL,
    pid BIGINT NOT NULL,
    process VARCHAR(255) NOT NULL,
    PRIMARY KEY (lane)
);

INSERT INTO lane_owner (lane, node, epoch, lease_until, taken, renewed, host, pid, process)
VALUES (0, '', 0, 0, 0, 0, '', 0, '');
ALTER TABLE presentity RENAME TO presentities;
ALTER TABLE active_watchers ALTER COLUMN callid VARCHAR(1024)  NOT NULL;
ALTER TABLE location ALTER COLUMN callid VARCHAR(1024)  NOT NULL;
ALTER TABLE publication ADD COLUMN changed BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE active_watchers ADD COLUMN demanded BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE location ADD COLUMN changed BIGINT DEFAULT 0 NOT NULL;

CREATE TABLE notify_mark (
    id VARCHAR(64) NOT NULL,
    acknowledged BIGINT NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE presentity_change (
    pres_id VARCHAR(64) NOT NULL,
    uri VARCHAR(255) NOT NULL,
    changed BIGINT NOT NULL,
    moved BIGINT NOT NULL,
    PRIMARY KEY (pres_id)
);
ALTER TABLE active_watchers ADD COLUMN next_hop VARCHAR(128) DEFAULT '' NOT NULL;
ALTER TABLE location ADD COLUMN received VARCHAR(128) DEFAULT '' NOT NULL;
