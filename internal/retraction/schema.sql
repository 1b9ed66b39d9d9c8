-- The Retraction Watch list, as far as it tells what has become of works. title and author (the first
-- one's) are keys of package fold.
CREATE TABLE event (
    doi    TEXT    NOT NULL,
    pmid   TEXT    NOT NULL,
    title  TEXT    NOT NULL,
    author TEXT    NOT NULL,
    year   INTEGER NOT NULL, -- of the work, 0 if not known
    kind   TEXT    NOT NULL,
    date   TEXT    NOT NULL, -- of the event, ISO 8601
    notice TEXT    NOT NULL
);
CREATE TABLE origin (
    source   TEXT    NOT NULL,
    etag     TEXT    NOT NULL,
    modified TEXT    NOT NULL,
    rows     INTEGER NOT NULL,
    left_out INTEGER NOT NULL,
    at       INTEGER NOT NULL -- milliseconds since 1970
);
