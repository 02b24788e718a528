import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * How many lines of each writer were searched, one JSON object per test file. `scripts/closing-line.ts` checks that
 * there were some of each. `.ci/run` removes the file first.
 */
const TALLY = 'coverage/searched-lines.jsonl';

/** The writer of a text: a service in the test process, or one in a separate process. */
export type Writer = 'app' | 'process';

/** Secrets with a recognizable form: access tokens, refresh tokens, personal tokens, hashes of passwords. */
const SECRET_LOOKS = [
  /eyJ[\w-]{10,}\.[\w-]{10,}/,
  /kpr_[\w-]{40,}/,
  /kpat_[0-9A-Za-z]{30,}/,
  /\$(argon2|plain\$)/,
  /Bearer [\w-]{10,}/,
];

/** Names of settings, fields and headers whose values are secrets. */
const SECRET_NAMES = /password|token|secret|api_?key|authorization|dsn|database_url/i;

/** A short or common value would be found by chance: as part of a name, an id or a word. */
const MIN_LENGTH = 10;

/** Everything that was logged in a test file, and the secrets that its tests used. */
export class Written {
  private readonly texts: { writer: Writer; text: string }[] = [];
  private readonly secrets = new Set<string>();

  add(writer: Writer, text: string): void {
    this.texts.push({ writer, text });
  }

  /** Stores all values, at any depth, whose names are those of secrets. */
  noteSecrets(value: unknown): void {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, member] of Object.entries(value)) {
      if (typeof member === 'string' && SECRET_NAMES.test(name) && member.length >= MIN_LENGTH)
        this.secrets.add(member);
      else this.noteSecrets(member);
    }
  }

  /** @returns the lines that contain a secret */
  search(): string[] {
    // Grouped by their first letters, because some test files have ten thousand lines and thousands of secrets.
    const secrets = new Set([...this.secrets].flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]));
    const byBeginning = Map.groupBy(secrets, (secret) => secret.slice(0, MIN_LENGTH));
    const holdsSecret = (line: string) => {
      for (let at = 0; at <= line.length - MIN_LENGTH; at += 1) {
        const begun = byBeginning.get(line.slice(at, at + MIN_LENGTH));
        if (begun?.some((secret) => line.startsWith(secret, at))) return true;
      }
      return false;
    };
    const tells = (line: string) => SECRET_LOOKS.some((look) => look.test(line)) || holdsSecret(line);
    return this.texts.flatMap(({ text }) => text.split('\n')).filter(tells);
  }

  forget(): void {
    this.texts.length = 0;
    this.secrets.clear();
  }

  /** Appends the counts to {@link TALLY}. */
  count(): void {
    const linesOf = (writer: Writer) =>
      this.texts.filter((written) => written.writer === writer).reduce((sum, { text }) => sum + linesIn(text), 0);
    const counts = { app: linesOf('app'), process: linesOf('process'), secrets: this.secrets.size };
    mkdirSync(dirname(TALLY), { recursive: true });
    appendFileSync(TALLY, `${JSON.stringify(counts)}\n`);
  }
}

function linesIn(text: string): number {
  return text.split('\n').filter((line) => line !== '').length;
}

/** The record of the running test file; a worker runs one file after the other. */
export const written = new Written();
