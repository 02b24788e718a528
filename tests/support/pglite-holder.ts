import { openDatabase } from '../../src/adapters/persistence/engine/database.ts';

/** A process that opens the data directory it is given, writes a row, says so and stays. */
const database = await openDatabase({ dataDir: process.argv[2] ?? '', migrationsFolder: 'drizzle' });
await database.migrate();
const written = `insert into leases (name, holder, expires_at) values ('written', $1, now())`;
await database.query(written, [String(process.pid)]);
process.stdout.write('written\n');
setInterval(() => undefined, 60_000);
