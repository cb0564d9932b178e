-- Which process may write: one row, lane 0. Times are milliseconds since 1970 by the clock of the database.

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
) ${options};

INSERT INTO lane_owner (lane, node, epoch, lease_until, taken, renewed, host, pid, process)
VALUES (0, '', 0, 0, 0, 0, '', 0, '');
