/**
 * The value that a table itself holds under a key, which may be any text: `constructor`, `__proto__` and whatever else an
 * object inherits are no entries. Tables indexed by input are read this way, or are a `Map`.
 */
export function lookup<Value>(table: Readonly<Record<PropertyKey, Value>>, key: PropertyKey): Value | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
