import { describe, expect, it } from 'vitest';
import { PagedList } from '../../../web/src/shared/api/paged-list.ts';
import { rowsInSight } from '../../../web/src/shared/parts/window-of-rows.ts';

/** A service with the numbers from 0; `asked`: the requested pages. */
function numbers(count: number, pageSize = 10) {
  const asked: number[] = [];
  const service = { count, isDown: false };
  const list = new PagedList<number>(pageSize, async (page) => {
    asked.push(page);
    if (service.isDown) throw new Error('down');
    const first = (page - 1) * pageSize;
    const items = Array.from({ length: service.count }, (_, index) => index).slice(first, first + pageSize);
    return { items, total: service.count };
  });
  return { list, asked, service };
}

describe('PagedList', () => {
  it('has the length of the whole list as soon as one page is loaded', async () => {
    const { list, asked } = numbers(25);
    await list.need(0, 5);
    expect(list.state.value.items).toHaveLength(25);
    expect(list.state.value.items?.slice(8, 12)).toEqual([8, 9, undefined, undefined]);
    expect(asked).toEqual([1]);
  });

  it('loads each page once', async () => {
    const { list, asked } = numbers(25);
    await Promise.all([list.need(0, 12), list.need(5, 24), list.need(24, 24)]);
    expect(asked).toEqual([1, 2, 3]);
    expect(list.state.value.items).toEqual(Array.from({ length: 25 }, (_, index) => index));
  });

  it('loads a failed page again', async () => {
    const { list, service } = numbers(5);
    service.isDown = true;
    await list.need(0, 4);
    expect(list.state.value).toMatchObject({ items: undefined, error: new Error('down') });
    service.isDown = false;
    await list.need(0, 4);
    expect(list.state.value).toEqual({ items: [0, 1, 2, 3, 4], error: undefined });
  });

  it('becomes shorter with the list of the service', async () => {
    const { list, service } = numbers(25);
    await list.need(0, 24);
    service.count = 12;
    await list.refresh(0, 9);
    expect(list.state.value.items).toHaveLength(12);
  });
});

describe('rowsInSight', () => {
  const list = { rows: 1000, rowHeight: 100, height: 800 };

  it('draws the visible rows and a few around them', () => {
    expect(rowsInSight({ ...list, top: 5000 })).toEqual({ first: 47, end: 61 });
  });

  it.each([
    { top: -400, first: 0, end: 7 },
    { top: 0, first: 0, end: 11 },
    { top: 99_900, first: 996, end: 1000 },
    { top: 500_000, first: 999, end: 1000 },
  ])('stays inside the list if it is scrolled by $top', ({ top, first, end }) => {
    expect(rowsInSight({ ...list, top })).toEqual({ first, end });
  });

  it('draws a few rows before their height is known', () => {
    expect(rowsInSight({ ...list, rowHeight: 0, top: 0 })).toEqual({ first: 0, end: 2 });
  });
});
