import { validateHeaderValue } from 'node:http';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identityHeaders } from '../../../src/adapters/http/access/identity-headers.ts';

const of = (name: string, roles: readonly string[] = []) => identityHeaders({ userId: 'id', name, roles });

describe('identity headers', () => {
  it.each([
    ['neo', 'neo'],
    ['neo@films.example', 'neo@films.example'],
    ['neo+100%@films.example', 'neo%2B100%25@films.example'],
    ['нео', '%D0%BD%D0%B5%D0%BE'],
    ['a,b', 'a%2Cb'],
    ['neo\r\nX-Auth-Roles: admin', 'neo%0D%0AX-Auth-Roles%3A%20admin'],
    ['👩‍🚀\u202eoen', '%F0%9F%91%A9%E2%80%8D%F0%9F%9A%80%E2%80%AEoen'],
    ['\ud800', '%EF%BF%BD'],
  ])('contain %j as %s', (name, spelt) => {
    expect(of(name)['Remote-User']).toBe(spelt);
  });

  it('can be sent and decoded, whatever the names are', () => {
    const character = fc.oneof(fc.integer({ max: 0xd7ff, min: 0 }), fc.integer({ min: 0xe000, max: 0x10ffff }));
    const text = fc.string({ unit: character.map((code) => String.fromCodePoint(code)), maxLength: 20 });
    fc.assert(
      fc.property(text, fc.array(text, { maxLength: 3 }), (name, roles) => {
        const headers = of(name, roles);
        for (const [header, value] of Object.entries(headers)) validateHeaderValue(header, value);
        expect(Object.values(headers).join('')).toMatch(/^[\x21-\x7e]*$/);
        expect(decodeURIComponent(headers['Remote-User'])).toBe(name);
        expect(headers['X-Auth-Roles'].split(',').map(decodeURIComponent)).toEqual(roles.length > 0 ? roles : ['']);
      }),
    );
  });
});
