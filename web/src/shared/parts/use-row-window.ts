import { useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { RowWindow } from './window-of-rows.ts';
import { ROWS_TO_MEASURE, rowsInSight } from './window-of-rows.ts';

type Measures = { readonly columns: number; readonly rowHeight: number };

/**
 * The items of a long list to draw: the visible ones and some around them. The first item and the columns of a grid are
 * measured. All items must have the height of the first one. `above`, `below`: the height of the rows that are not
 * drawn, in pixels.
 */
export function useRowWindow(count: number, list: RefObject<HTMLElement | null>) {
  const measures = useSignal<Measures>({ columns: 6, rowHeight: 0 });
  const shown = useSignal<RowWindow>({ first: 0, end: ROWS_TO_MEASURE });
  const { columns, rowHeight } = measures.value;
  const rows = Math.ceil(count / columns);
  const latest = useRef({ rows, rowHeight });
  latest.current = { rows, rowHeight };

  function look(): void {
    if (!list.current) return;
    const top = -list.current.getBoundingClientRect().top;
    const next = rowsInSight({ ...latest.current, top, height: innerHeight });
    const { first, end } = shown.peek();
    if (next.first !== first || next.end !== end) shown.value = next;
  }

  useLayoutEffect(() => {
    const measured = list.current && measure(list.current);
    const before = measures.peek();
    if (measured && (measured.columns !== before.columns || measured.rowHeight !== before.rowHeight))
      measures.value = measured;
    look();
  });

  useEffect(() => {
    const resized = new ResizeObserver(() => {
      const measured = list.current && measure(list.current);
      if (measured) measures.value = measured;
      look();
    });
    if (list.current) resized.observe(list.current);
    addEventListener('scroll', look, { passive: true });
    addEventListener('resize', look, { passive: true });
    return () => {
      resized.disconnect();
      removeEventListener('scroll', look);
      removeEventListener('resize', look);
    };
  }, []);

  const { first, end } = shown.value;
  const last = Math.min(end, rows);
  return {
    first: Math.min(first, last) * columns,
    end: Math.min(count, last * columns),
    above: Math.min(first, last) * rowHeight,
    below: Math.max(0, rows - last) * rowHeight,
  };
}

function measure(list: HTMLElement): Measures | undefined {
  const item = list.querySelector<HTMLElement>(':scope > [data-item]');
  if (!item) return undefined;
  const { gridTemplateColumns, rowGap } = getComputedStyle(list);
  const gap = Number.parseFloat(rowGap) || 0;
  const columns = gridTemplateColumns === 'none' ? 1 : gridTemplateColumns.split(' ').length;
  return { columns, rowHeight: item.getBoundingClientRect().height + gap };
}
