-- Tokens of administrators. hash: SHA-256 of the token, which is not stored. role: read, write or admin. domain: to whose users the
-- token is limited, empty for the whole server. expires_on is null for never, last_used_on before the first use.

CREATE TABLE access_token (
    id VARCHAR(32) NOT NULL,
    hash VARCHAR(64) NOT NULL,
    role VARCHAR(16) NOT NULL,
    domain VARCHAR(255) NOT NULL,
    description VARCHAR(255) NOT NULL,
    created_on DATETIME(3) NOT NULL,
    expires_on DATETIME(3),
    last_used_on DATETIME(3),
    PRIMARY KEY (id)
) ${options};
