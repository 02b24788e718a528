/** The first match counts, because Edge also names Chrome, and Chrome also names Safari. */
const BROWSERS = [
  ['Edge', /\bEdg(?:e|A|iOS)?\//],
  ['Yandex Browser', /\bYaBrowser\//],
  ['Firefox', /\b(?:Firefox|FxiOS)\//],
  ['Chrome', /\b(?:Headless)?(?:Chrome|CriOS)\//],
  ['Safari', /\bVersion\/.*Safari\//],
] as const;

const SYSTEMS = [
  ['Android', /\bAndroid\b/],
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['Windows', /\bWindows\b/],
  ['macOS', /\bMac OS X\b/],
  ['Linux', /\bLinux\b/],
] as const;

/** Browser and system of a `User-Agent`, such as `Firefox, Windows`; otherwise the name that it begins with. */
export function deviceName(userAgent: string | null): string | undefined {
  if (userAgent === null) return undefined;
  const nameIn = (names: typeof BROWSERS | typeof SYSTEMS) => names.find(([, pattern]) => pattern.test(userAgent))?.[0];
  const known = [nameIn(BROWSERS), nameIn(SYSTEMS)].filter(Boolean);
  if (known.length > 0) return known.join(', ');
  return userAgent.split(/[/\s]/)[0] || undefined;
}
