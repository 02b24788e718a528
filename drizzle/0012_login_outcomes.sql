UPDATE "login_events" SET "outcome" = 'wrong_password' WHERE "outcome" = 'wrong-password';
