import { describe, expect, it } from 'vitest';
import { BundledCommonPasswords } from '../../../src/adapters/security/bundled-common-passwords.ts';

describe('BundledCommonPasswords', () => {
  it.each(['12345678', 'iloveyou', '1q2w3e4r', 'Trustno1', 'qwertyuiop'])('includes %s', async (password) => {
    expect(await new BundledCommonPasswords().includes(password)).toBe(true);
  });
});
