-- The indices that every change of a user is written to: the one that is searched and, while it is
-- rebuilt, the next one.
CREATE TABLE search_indices (
    name       varchar(100) PRIMARY KEY,
    created_at timestamptz  NOT NULL DEFAULT now()
);
