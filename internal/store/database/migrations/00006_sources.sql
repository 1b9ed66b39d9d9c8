-- The file of a check stands beside it: a check is read and counted up often, and SQLite reads and writes a row
-- as a whole.

-- +goose Up
CREATE TABLE check_sources (
    check_id TEXT  PRIMARY KEY REFERENCES checks (id) ON DELETE CASCADE,
    source   BYTEA NOT NULL -- the file
);
INSERT INTO check_sources (check_id, source) SELECT id, source FROM checks;
ALTER TABLE checks DROP COLUMN source;

-- +goose Down
ALTER TABLE checks ADD COLUMN source BYTEA NOT NULL DEFAULT '';
UPDATE checks SET source = (SELECT source FROM check_sources WHERE check_id = id);
DROP TABLE check_sources;
