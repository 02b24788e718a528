import { SECRET_SETTINGS, settingsSchema } from './settings-schema.ts';

const KNOWN = [
  ...Object.keys(settingsSchema.shape),
  ...SECRET_SETTINGS.map((name) => `${name}_FILE`),
  ...['SUPERUSER_PASSWORD', 'SUPERUSER_PASSWORD_FILE'],
];

/** Names with these beginnings are meant for this service. */
const OURS = /^(?:KINOPOISK|KINOPOLKA|LIMIT)_/i;

/** Variables that Kubernetes sets in every container of a namespace that has a service named `kinopolka`. */
const OF_KUBERNETES = /^KINOPOLKA_(?:SERVICE_(?:HOST|PORT)|PORT(?:$|_\d))/;

/** Two names are similar if at most one letter in this many differs. */
const LETTERS_A_FAULT = 4;

/** Names that look like a setting, but are not. Values are never shown. @returns one line for each */
export function mistypedNames(environment: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(environment)
    .filter(([name, value]) => !KNOWN.includes(name) && !OF_KUBERNETES.test(name) && value !== '')
    .flatMap(([name]) => {
      const [nearest] = KNOWN.map((known) => ({ known, distance: distanceOf(plain(name), plain(known)) })).toSorted(
        (one, other) => one.distance - other.distance,
      );
      if (nearest === undefined) return [];
      const isNear = nearest.distance <= Math.max(1, Math.floor(plain(nearest.known).length / LETTERS_A_FAULT));
      return isNear || OURS.test(name)
        ? [`${name} is no setting and has no effect. Did you mean ${nearest.known}?`]
        : [];
    });
}

function plain(name: string): string {
  return name.toUpperCase().replaceAll(/[^A-Z\d]/g, '');
}

/** The number of letters to insert, delete, replace, or swap with the next one (optimal string alignment). */
function distanceOf(one: string, other: string): number {
  let [before, row] = [[] as number[], Array.from({ length: other.length + 1 }, (_, at) => at)];
  for (let at = 1; at <= one.length; at += 1) {
    const next = [at];
    for (let to = 1; to <= other.length; to += 1) {
      const isSame = one[at - 1] === other[to - 1];
      const isSwapped = at > 1 && to > 1 && one[at - 1] === other[to - 2] && one[at - 2] === other[to - 1];
      next[to] = Math.min(
        (row[to] ?? 0) + 1,
        (next[to - 1] ?? 0) + 1,
        (row[to - 1] ?? 0) + (isSame ? 0 : 1),
        isSwapped ? (before[to - 2] ?? 0) + 1 : Infinity,
      );
    }
    [before, row] = [row, next];
  }
  return row[other.length] ?? 0;
}
