-- '!' is the hash of no password: nobody can log in as a seed user.
INSERT INTO users (username, email, password_hash)
VALUES ('user1', 'user1@example.com', '!'),
       ('user2', 'user2@example.com', '!'),
       ('user3', 'user3@example.com', '!')
ON CONFLICT DO NOTHING;
