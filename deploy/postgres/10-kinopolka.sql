-- The image of PostgreSQL runs this file once, when it creates the data folder. The service gets a role that owns its database and nothing
-- else on the server: it is no superuser, and cannot create databases or roles. The owner of a database may create the extension pg_trgm in it,
-- because PostgreSQL has trusted this extension since version 13.
\set ON_ERROR_STOP on
\getenv password POSTGRES_PASSWORD

CREATE ROLE kinopolka LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'password';
CREATE DATABASE kinopolka OWNER kinopolka;

-- Only the owner may connect, because every role that may connect can send notifications.
REVOKE ALL ON DATABASE kinopolka, postgres, template1 FROM PUBLIC;

-- The image gave the superuser the same password. Without a password, the superuser can log in only from inside the container.
ALTER ROLE CURRENT_USER PASSWORD NULL;
