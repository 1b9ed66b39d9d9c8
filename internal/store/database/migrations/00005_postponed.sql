-- +goose Up
ALTER TABLE check_slices ADD COLUMN postponed BIGINT NOT NULL DEFAULT 0; -- how often it was put off

-- +goose Down
ALTER TABLE check_slices DROP COLUMN postponed;
