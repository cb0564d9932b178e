-- Registered contacts, one row each: Kamailio's columns that mean something here, and whose contact it is (pres_id), since when
-- (registered) and who said so (source: register, third-party, rest or reg).

CREATE TABLE location (
    ruid VARCHAR(64) NOT NULL,
    pres_id VARCHAR(64) NOT NULL,
    username VARCHAR(255) NOT NULL,
    domain VARCHAR(255) NOT NULL,
    contact VARCHAR(512) NOT NULL,
    path ${text} NOT NULL,
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
) ${options};
CREATE INDEX location_presentity ON location (pres_id);
