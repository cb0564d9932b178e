-- Call-IDs of up to 1,024 characters. They are ASCII (RFC 3261 section 25.1), which keeps the index of a dialog within InnoDB's 3,072
-- bytes: ${ascii} says so where a column has a character set, ${modify} changes a column.

ALTER TABLE ${active_watchers} ${modify} callid VARCHAR(1024) ${ascii} NOT NULL;
ALTER TABLE location ${modify} callid VARCHAR(1024) ${ascii} NOT NULL;
