PRAGMA foreign_keys = ON;

CREATE TABLE users (
    name     TEXT PRIMARY KEY,
    greeting TEXT NOT NULL,
    password TEXT NOT NULL, -- an Argon2id hash in PHC form, never the password
    pin      TEXT,          -- likewise, for who has one
    branch   TEXT           -- where they work, for who does
) STRICT;

CREATE TABLE user_roles (
    user TEXT NOT NULL REFERENCES users (name),
    role TEXT NOT NULL,
    PRIMARY KEY (user, role)
) STRICT;

CREATE TABLE books (
    id        INTEGER PRIMARY KEY,
    title     TEXT    NOT NULL CHECK (title <> ''),
    author    TEXT    NOT NULL,
    cents     INTEGER NOT NULL CHECK (cents >= 0),
    published INTEGER NOT NULL CHECK (published IN (0, 1))
) STRICT;

-- How many copies stand in which branch.
CREATE TABLE stock (
    branch TEXT    NOT NULL,
    book   INTEGER NOT NULL REFERENCES books (id) ON DELETE CASCADE,
    copies INTEGER NOT NULL CHECK (copies >= 0),
    PRIMARY KEY (branch, book)
) STRICT;

-- An order keeps what was bought at which price, whatever becomes of the book. The number of a
-- cancelled one is not given to another.
CREATE TABLE orders (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    buyer   TEXT    NOT NULL REFERENCES users (name),
    book    INTEGER REFERENCES books (id) ON DELETE SET NULL,
    title   TEXT    NOT NULL,
    cents   INTEGER NOT NULL,
    is_sent INTEGER NOT NULL DEFAULT 0 CHECK (is_sent IN (0, 1))
) STRICT;

CREATE TABLE reviews (
    id     INTEGER PRIMARY KEY,
    book   INTEGER NOT NULL REFERENCES books (id) ON DELETE CASCADE,
    reader TEXT    NOT NULL REFERENCES users (name),
    text   TEXT    NOT NULL
) STRICT;
