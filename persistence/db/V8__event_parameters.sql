-- Parameters of the Event header of a SUBSCRIBE that its event package reads, such as diff-processing=aggregate.

ALTER TABLE ${active_watchers} ADD COLUMN event_params VARCHAR(255) DEFAULT '' NOT NULL;
