-- The flow that NOTIFYs are sent by: remote address and port, and the number of a connection; empty if they go to the Contact.

ALTER TABLE ${active_watchers} ADD COLUMN flow VARCHAR(80) DEFAULT '' NOT NULL;
