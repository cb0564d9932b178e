-- Documents of the built-in XCAP server.

CREATE TABLE xcap (
    id VARCHAR(64) NOT NULL,
    username VARCHAR(255) NOT NULL,
    domain VARCHAR(255) NOT NULL,
    doc ${body} NOT NULL,
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
) ${options};
CREATE INDEX xcap_owner ON xcap (xui);
