-- What watchers have acknowledged, so that after a start those who lag are told. Each change has a number that rises over restarts;
-- the rows that are written with it carry it. notify_mark: in the row 'all' the number up to which every watcher has acknowledged
-- everything; in the others, by id, the subscriptions that lag behind it. presentity_change: changes that leave no other row.

ALTER TABLE ${publication} ADD COLUMN changed BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE ${active_watchers} ADD COLUMN demanded BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE location ADD COLUMN changed BIGINT DEFAULT 0 NOT NULL;

CREATE TABLE notify_mark (
    id VARCHAR(64) NOT NULL,
    acknowledged BIGINT NOT NULL,
    PRIMARY KEY (id)
) ${options};

CREATE TABLE presentity_change (
    pres_id VARCHAR(64) NOT NULL,
    uri VARCHAR(255) NOT NULL,
    changed BIGINT NOT NULL,
    moved BIGINT NOT NULL,
    PRIMARY KEY (pres_id)
) ${options};
