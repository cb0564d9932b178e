-- The table presentity is called presentities from here on, so that presentity_table=presentity, Kamailio's default, can name the
-- publications. Class Migrations renames those after this step.

ALTER TABLE presentity RENAME TO presentities;
