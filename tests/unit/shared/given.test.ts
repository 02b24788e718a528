import { describe, expect, expectTypeOf, it } from 'vitest';
import { given } from '../../../src/domain/shared/given.ts';

describe('given', () => {
  it('leaves out only undefined properties', () => {
    const properties = { name: undefined, note: null, count: 0, text: '', isOn: false, list: [undefined] };
    expect(Object.entries(given(properties))).toEqual([
      ['note', null],
      ['count', 0],
      ['text', ''],
      ['isOn', false],
      ['list', [undefined]],
    ]);
  });

  it('has a type in which a property has a value or is missing', () => {
    const query: { page: number; order: 'newest'; year: number | undefined } = {
      page: 1,
      order: 'newest',
      year: undefined,
    };
    const filter = given(query);
    expectTypeOf(filter).toExtend<{ readonly page: number; readonly order: 'newest'; readonly year?: number }>();
    expect(Object.keys(filter)).toEqual(['page', 'order']);
  });

  it('does not set a prototype', () => {
    const properties = JSON.parse('{"__proto__": {"isAdmin": true}, "name": "x"}') as object;
    expect(Object.getPrototypeOf(given(properties))).toBe(Object.prototype);
  });
});
