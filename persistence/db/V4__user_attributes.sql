-- What an administrator says about single users. ${value} is the column value, a word that H2 wants in quotes.

CREATE TABLE user_attributes (
    uid VARCHAR(255) NOT NULL,
    name VARCHAR(64) NOT NULL,
    ${value} VARCHAR(1024) NOT NULL,
    PRIMARY KEY (uid, name)
) ${options};
