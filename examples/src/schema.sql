PRAGMA foreign_keys = ON;

CREATE TABLE users (
    name     TEXT PRIMARY KEY,
    greeting TEXT NOT NULL,
    password TEXT NOT NULL, -- an Argon2id hash in PHC form, never the password
    pin      TEXT           -- likewise, for who has one
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

-- An order keeps what was bought at which price, whatever becomes of the book.
CREATE TABLE orders (
    id    INTEGER PRIMARY KEY,
    buyer TEXT    NOT NULL REFERENCES users (name),
    title TEXT    NOT NULL,
    cents INTEGER NOT NULL
) STRICT;
