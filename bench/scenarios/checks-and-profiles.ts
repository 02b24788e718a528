import { DrizzleUserRepository } from '../../src/adapters/persistence/accounts/drizzle-user-repository.ts';
import type { Effort, Finding } from '../finding.ts';
import { CALLER, recordedStatements } from '../recorded-statements.ts';
import type { Rig } from '../rig.ts';
import { spread, tokensOf } from '../rig.ts';
import { compare, shareOfFloor } from '../side-by-side.ts';

const PEOPLE = 800;
const CHECK = '/auth/check?permission=movies%3Aread';
const PROFILE = '/user';

/** What every request of a client begins with: whether somebody may, and who they are. */
export async function checksAndProfiles(rig: Rig, effort: Effort): Promise<Finding[]> {
  const databaseUrl = await rig.createDatabase(PEOPLE);
  const deaf = { remember: () => undefined, reload: async () => undefined };
  const profile = await recordedStatements((database) => new DrizzleUserRepository(database, deaf).find(CALLER));
  const floor = await rig.startFloor(databaseUrl, { [CHECK]: [], [PROFILE]: profile });
  const service = await rig.startService(databaseUrl);
  const tokens = await tokensOf(spread(PEOPLE, PEOPLE));

  const findings = [];
  for (const [what, path] of [
    ['`GET /auth/check`', CHECK],
    ['`GET /user`', PROFILE],
  ] as const) {
    const asked = { paths: [path], tokens };
    const sides = { beside: { ...floor, ...asked }, service: { ...service, ...asked } };
    findings.push(shareOfFloor(what, await compare(sides, effort), 1));
  }
  return findings;
}
