import fc from 'fast-check';

/**
 * One character of Unicode, as a unit for `fc.string`. Half of a surrogate pair is not one. For its own unit `binary`,
 * fast-check first makes a table of a million characters, in a second of a core.
 */
export const anyCharacter = fc
  .oneof(fc.nat({ max: 0x7f }), fc.integer({ min: 0x80, max: 0xd7ff }), fc.integer({ min: 0xe000, max: 0x10ffff }))
  .map((code) => String.fromCodePoint(code));
