-- What all processes together may ask, and are asked: see internal/store/limits. Times here are
-- microseconds since 1970, by the clock of the database.

-- +goose Up
CREATE TABLE rate_limits (
    key          TEXT   PRIMARY KEY,
    next_at      BIGINT NOT NULL DEFAULT 0, -- when the next permission is due: GCRA's theoretical arrival time
    paused_until BIGINT NOT NULL DEFAULT 0,
    spacing      BIGINT NOT NULL DEFAULT 0, -- learned: microseconds from one permission to the next, 0 as asked for
    slots        BIGINT NOT NULL DEFAULT 0  -- learned: the most leases at once, 0 as asked for
);
CREATE INDEX rate_limits_by_age ON rate_limits (next_at);

CREATE TABLE leases (
    key    TEXT   NOT NULL,
    slot   BIGINT NOT NULL, -- from 1
    holder TEXT   NOT NULL,
    until  BIGINT NOT NULL,
    PRIMARY KEY (key, slot)
);

-- Who wants a lease and has not got one: whoever waits longest comes first.
CREATE TABLE lease_waits (
    key    TEXT   NOT NULL,
    holder TEXT   NOT NULL,
    since  BIGINT NOT NULL,
    until  BIGINT NOT NULL, -- when it is taken for gone
    PRIMARY KEY (key, holder)
);

-- +goose Down
DROP TABLE lease_waits;
DROP TABLE leases;
DROP TABLE rate_limits;
