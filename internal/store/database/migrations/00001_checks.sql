-- Read by SQLite and PostgreSQL alike: BYTEA is a blob to both, BIGINT an integer. Times are milliseconds
-- since 1970.

-- +goose Up
CREATE TABLE checks (
    id          TEXT   PRIMARY KEY,
    owner       TEXT   NOT NULL, -- the id of the token that made it, '' for whoever knows the id
    name        TEXT   NOT NULL, -- of the file
    format      TEXT   NOT NULL, -- as which it was read
    source      BYTEA  NOT NULL, -- the file
    problems    TEXT   NOT NULL, -- JSON
    state       TEXT   NOT NULL, -- queued, running, done, cancelled
    total       BIGINT NOT NULL,
    decided     BIGINT NOT NULL DEFAULT 0, -- references with a result; the seq of the last one
    verified    BIGINT NOT NULL DEFAULT 0,
    mismatched  BIGINT NOT NULL DEFAULT 0,
    not_found   BIGINT NOT NULL DEFAULT 0,
    unchecked   BIGINT NOT NULL DEFAULT 0,
    retracted   BIGINT NOT NULL DEFAULT 0,
    created_at  BIGINT NOT NULL,
    finished_at BIGINT NOT NULL DEFAULT 0,
    expires_at  BIGINT NOT NULL
);
CREATE INDEX checks_by_expiry ON checks (expires_at);
CREATE INDEX checks_by_owner ON checks (owner, created_at);

-- The references of a check. Those of one slice are worked on together.
CREATE TABLE check_references (
    check_id TEXT   NOT NULL REFERENCES checks (id) ON DELETE CASCADE,
    idx      BIGINT NOT NULL, -- from 1
    cited    TEXT   NOT NULL, -- JSON: the reference as read, and how it repeats another
    seq      BIGINT NOT NULL DEFAULT 0, -- when it was decided: the first, the second …; 0 while it is not
    verdict  TEXT   NOT NULL DEFAULT '',
    result   TEXT   NOT NULL DEFAULT '', -- JSON
    PRIMARY KEY (check_id, idx)
);
CREATE INDEX check_references_by_seq ON check_references (check_id, seq);

CREATE TABLE check_slices (
    check_id    TEXT   NOT NULL REFERENCES checks (id) ON DELETE CASCADE,
    n           BIGINT NOT NULL, -- from 0
    first       BIGINT NOT NULL, -- the idx of its first reference
    last        BIGINT NOT NULL, -- and of its last
    state       TEXT   NOT NULL, -- waiting, queued (there is a job for it), leased, done
    worker      TEXT   NOT NULL DEFAULT '', -- who has leased it
    lease_until BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (check_id, n)
);
CREATE INDEX check_slices_by_lease ON check_slices (state, lease_until);

-- Requests that may be sent again with the same key, and what came of them.
CREATE TABLE idempotency_keys (
    owner      TEXT   NOT NULL,
    key        TEXT   NOT NULL,
    digest     TEXT   NOT NULL, -- of the request
    check_id   TEXT   NOT NULL REFERENCES checks (id) ON DELETE CASCADE,
    PRIMARY KEY (owner, key)
);

-- The answers of registries, as internal/registry packs them.
CREATE TABLE answers (
    registry TEXT   NOT NULL,
    key      TEXT   NOT NULL,
    at       BIGINT NOT NULL,
    size     BIGINT NOT NULL, -- of value, in bytes
    value    BYTEA  NOT NULL,
    PRIMARY KEY (registry, key)
);
CREATE INDEX answers_by_age ON answers (at, size, registry);

-- +goose Down
DROP TABLE answers;
DROP TABLE idempotency_keys;
DROP TABLE check_slices;
DROP TABLE check_references;
DROP TABLE checks;
