/**
 * The own value that a table holds under a key. The key may be any text, so inherited properties such as `constructor`
 * and `__proto__` do not count. Read tables indexed by input this way, or use a `Map`.
 */
export function lookup<Value>(table: Readonly<Record<PropertyKey, Value>>, key: PropertyKey): Value | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
