-- SIP users: Kamailio's table without its plain passwords, and with SHA-256 beside MD5.

CREATE TABLE subscriber (
    username VARCHAR(255) NOT NULL,
    domain VARCHAR(255) NOT NULL,
    ha1 VARCHAR(128) NOT NULL,
    ha1b VARCHAR(128) NOT NULL,
    ha1_sha256 VARCHAR(128) NOT NULL,
    ha1b_sha256 VARCHAR(128) NOT NULL,
    PRIMARY KEY (username, domain)
) ${options};
