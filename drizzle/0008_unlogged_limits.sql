-- Counters of some minutes: they need not outlive a crash of the database, and most of a log-in's writes are theirs.
ALTER TABLE "rate_limits" SET UNLOGGED;
