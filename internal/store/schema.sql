-- The answers of registries, as internal/registry packs them. value stands last, so that the other
-- columns are read without it; the index holds all that counting and evicting need.
CREATE TABLE answer (
    registry TEXT    NOT NULL,
    key      TEXT    NOT NULL,
    at       INTEGER NOT NULL, -- when it was put, in milliseconds since 1970
    size     INTEGER NOT NULL, -- of value, in bytes
    value    BLOB    NOT NULL,
    PRIMARY KEY (registry, key)
);
CREATE INDEX answer_by_age ON answer (at, size, registry);
