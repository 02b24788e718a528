/** Properties that may be undefined become properties that may be missing. */
type Given<T> = { readonly [Name in keyof T as undefined extends T[Name] ? never : Name]: T[Name] } & {
  readonly [Name in keyof T as undefined extends T[Name] ? Name : never]?: Exclude<T[Name], undefined>;
};

/**
 * The properties that have a value. Used for input in which missing fields are `undefined`. The result has no property
 * that is `undefined`.
 */
export function given<const T extends object>(properties: T): Given<T> {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined)) as Given<T>;
}
