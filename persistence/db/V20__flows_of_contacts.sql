-- The flow that requests to a contact are sent by, as in the table of subscriptions. socket is Kamailio's name.

ALTER TABLE location ADD COLUMN socket VARCHAR(64) DEFAULT '' NOT NULL;
ALTER TABLE location ADD COLUMN flow VARCHAR(80) DEFAULT '' NOT NULL;
