import { expect, it } from 'vitest';
import { ImportRows, PAGE_SIZE } from '../../../web/src/imports/import-rows.ts';
import type { ImportRow } from '../../../web/src/shared/api/api-types.ts';

/** A service that lists the rows without a film, in pages. */
function serviceWith(count: number) {
  let open = Array.from({ length: count }, (_, index) => ({ row: index + 1 }) as ImportRow);
  return {
    list: new ImportRows(async (page) => ({
      items: open.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE),
      total: open.length,
    })),
    settle: (row: number) => {
      open = open.filter((one) => one.row !== row);
    },
  };
}

const numbersOf = ({ state }: ImportRows) => state.value.rows?.map(({ row }) => row);

it('misses no row although settled ones leave the pages of the service', async () => {
  const { list, settle } = serviceWith(50);
  await list.more();
  for (const row of [2, 3, 5]) {
    settle(row);
    list.settle(row);
  }
  expect(list.state.value.total).toBe(47);
  await list.more();
  await list.more();
  await list.more();
  const left = Array.from({ length: 50 }, (_, index) => index + 1).filter((row) => ![2, 3, 5].includes(row));
  expect(numbersOf(list)).toEqual(left);
  expect(list.hasMore).toBe(false);
});

it('keeps its rows if a page cannot be loaded, and loads it at the next attempt', async () => {
  let fails = false;
  const { list: source } = serviceWith(30);
  const list = new ImportRows(async () => {
    if (fails) throw new TypeError('Failed to fetch');
    await source.more();
    return { items: source.state.value.rows ?? [], total: 30 };
  });
  await list.more();
  fails = true;
  await list.more();
  expect(list.state.value).toMatchObject({ isLoading: false, total: 30 });
  expect(list.state.value.error).toBeInstanceOf(TypeError);
  expect(numbersOf(list)).toHaveLength(PAGE_SIZE);
  fails = false;
  await list.more();
  expect(list.state.value.error).toBeUndefined();
  expect(numbersOf(list)).toHaveLength(30);
});
