-- Most of these counters cover some minutes, so a crash of the database may delete them. Most writes of a log-in change them.
ALTER TABLE "rate_limits" SET UNLOGGED;
