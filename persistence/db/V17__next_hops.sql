-- Where requests to a contact are sent if an edge proxy named an address for it: a URI, empty if none did. received is Kamailio's name.

ALTER TABLE ${active_watchers} ADD COLUMN next_hop VARCHAR(128) DEFAULT '' NOT NULL;
ALTER TABLE location ADD COLUMN received VARCHAR(128) DEFAULT '' NOT NULL;
