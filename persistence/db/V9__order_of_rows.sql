-- Orders that do not depend on fractions of seconds, which drivers and servers may cut: microseconds since 1970 as numbers. begun is
-- when the row began, revised when the present body arrived.

ALTER TABLE ${publication} ADD COLUMN begun BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE ${publication} ADD COLUMN revised BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE ${active_watchers} ADD COLUMN begun BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE location ADD COLUMN begun BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE offline_winfo ADD COLUMN begun BIGINT DEFAULT 0 NOT NULL;

UPDATE ${publication} SET
    begun = TIMESTAMPDIFF(MICROSECOND, TIMESTAMP '1970-01-01 00:00:00', created),
    revised = TIMESTAMPDIFF(MICROSECOND, TIMESTAMP '1970-01-01 00:00:00', received_time);
UPDATE ${active_watchers} SET begun = TIMESTAMPDIFF(MICROSECOND, TIMESTAMP '1970-01-01 00:00:00', subscribed);
UPDATE location SET begun = TIMESTAMPDIFF(MICROSECOND, TIMESTAMP '1970-01-01 00:00:00', registered);
UPDATE offline_winfo SET begun = TIMESTAMPDIFF(MICROSECOND, TIMESTAMP '1970-01-01 00:00:00', created_on);
