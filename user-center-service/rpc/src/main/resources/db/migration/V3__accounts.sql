-- Existing rows stay as they are: an ancestor's users get no nickname and the role 'user'.
ALTER TABLE users
    ADD COLUMN nickname varchar(50)  NOT NULL DEFAULT '',
    ADD COLUMN bio      varchar(500) NOT NULL DEFAULT '',
    ADD COLUMN role     varchar(10)  NOT NULL DEFAULT 'user' CHECK (role IN ('user', 'admin')),
    -- Incremented by every write, so that what is derived from a row can tell old from new.
    ADD COLUMN version  bigint       NOT NULL DEFAULT 1;

-- Names and addresses differ by more than their case, unless an ancestor's rows already break that:
-- then a plain index serves the check that registration makes under a lock anyway.
DO $$
BEGIN
    CREATE UNIQUE INDEX users_username_lower ON users (lower(username));
EXCEPTION WHEN unique_violation THEN
    CREATE INDEX users_username_lower ON users (lower(username));
END $$;

DO $$
BEGIN
    CREATE UNIQUE INDEX users_email_lower ON users (lower(email));
EXCEPTION WHEN unique_violation THEN
    CREATE INDEX users_email_lower ON users (lower(email));
END $$;

-- A refresh token is the secret of its family, which stays, and a part that is good for one use;
-- only SHA-256 of either is here.
CREATE TABLE sessions (
    id           uuid        PRIMARY KEY,
    user_id      bigint      NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    family_hash  bytea       NOT NULL UNIQUE,
    refresh_hash bytea       NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    last_used_at timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL
);

CREATE INDEX sessions_user ON sessions (user_id);

-- What has to happen elsewhere because a user changed: written with the change, deleted when done.
CREATE TABLE outbox (
    id         bigserial   PRIMARY KEY,
    topic      text        NOT NULL,
    user_id    bigint      NOT NULL,
    version    bigint      NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    -- Nobody takes it before this time: it was just taken, or failed a moment ago.
    due_at     timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX outbox_topic ON outbox (topic, id);

INSERT INTO outbox (topic, user_id, version) SELECT 'search', id, version FROM users ORDER BY id;
