-- The ancestor's table; an existing one is kept.
CREATE TABLE IF NOT EXISTS users (
    id            serial PRIMARY KEY,
    username      varchar(50)  NOT NULL UNIQUE,
    email         varchar(100) NOT NULL UNIQUE,
    password_hash varchar(100) NOT NULL,
    created_at    timestamptz  NOT NULL DEFAULT now(),
    updated_at    timestamptz  NOT NULL DEFAULT now()
);
