-- What could not be checked can be decided anew, under later numbers: the last one is no longer the count, and
-- what is counted of a reference has to be known to be taken back.

-- +goose Up
ALTER TABLE checks ADD COLUMN last_seq BIGINT NOT NULL DEFAULT 0; -- the seq of the reference that was decided last
UPDATE checks SET last_seq = decided;
ALTER TABLE check_references ADD COLUMN retracted BIGINT NOT NULL DEFAULT 0; -- 1: it is counted as such

-- +goose Down
ALTER TABLE check_references DROP COLUMN retracted;
ALTER TABLE checks DROP COLUMN last_seq;
