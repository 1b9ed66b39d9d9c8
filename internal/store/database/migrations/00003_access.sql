-- +goose Up
CREATE TABLE tokens (
    id         TEXT   PRIMARY KEY, -- names it; no secret
    digest     TEXT   NOT NULL UNIQUE, -- of the secret
    name       TEXT   NOT NULL, -- for people
    role       TEXT   NOT NULL, -- user, admin
    quota      BIGINT NOT NULL, -- references a day, 0 for no bound
    created_at BIGINT NOT NULL,
    used_at    BIGINT NOT NULL DEFAULT 0, -- the last time, coarsely
    expires_at BIGINT NOT NULL DEFAULT 0, -- 0: never
    revoked_at BIGINT NOT NULL DEFAULT 0  -- 0: not
);

-- What is kept of callers is forgotten after the day, which is counted from 1970 in UTC.
CREATE TABLE caller_keys (
    day BIGINT PRIMARY KEY,
    key TEXT   NOT NULL -- under which the addresses of strangers are hashed
);

CREATE TABLE caller_quotas (
    day    BIGINT NOT NULL,
    caller TEXT   NOT NULL,
    used   BIGINT NOT NULL, -- references
    PRIMARY KEY (day, caller)
);

-- +goose Down
DROP TABLE caller_quotas;
DROP TABLE caller_keys;
DROP TABLE tokens;
