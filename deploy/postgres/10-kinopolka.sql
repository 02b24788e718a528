-- Run once, by the image of PostgreSQL, when its data folder is made. The service gets a role that owns its database and nothing else
-- of the server: no superuser, no other databases, no other roles. Owning a database is enough to make the extension
-- pg_trgm in it, which PostgreSQL trusts since version 13.
\set ON_ERROR_STOP on
\getenv password POSTGRES_PASSWORD

CREATE ROLE kinopolka LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'password';
CREATE DATABASE kinopolka OWNER kinopolka;

-- Whoever may connect may send notifications.
REVOKE ALL ON DATABASE kinopolka, postgres, template1 FROM PUBLIC;

-- The image gave the superuser the same password: without one it can log in from inside the container only.
ALTER ROLE CURRENT_USER PASSWORD NULL;
