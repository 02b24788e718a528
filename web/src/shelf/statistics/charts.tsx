import type { ComponentChildren } from 'preact';
import { format } from '../../shared/language.ts';

type Value = { readonly name: string; readonly value: number };
type Bar = Value & { readonly href?: string };

/** A chart that is a table with bars, so that screen readers get the numbers too. */
export function BarChart({ label, unit, bars }: { label: string; unit: string; bars: readonly Bar[] }) {
  const shareOf = sharesOf(bars);
  return (
    <ChartTable kind="bar-chart" label={label} unit={unit}>
      {bars.map(({ name, value, href }) => (
        <tr key={name}>
          <th scope="row">{href ? <a href={href}>{name}</a> : name}</th>
          <td>
            <span class="bar" style={{ '--share': shareOf(value) }} aria-hidden="true" />
            <span class="bar-value">{format.number(value)}</span>
          </td>
        </tr>
      ))}
    </ChartTable>
  );
}

/** Like {@link BarChart} with upright bars, for values in order of time. */
export function ColumnChart({ label, unit, columns }: { label: string; unit: string; columns: readonly Value[] }) {
  const shareOf = sharesOf(columns);
  return (
    <ChartTable kind="column-chart" label={label} unit={unit}>
      {columns.map(({ name, value }) => (
        <tr key={name}>
          <th scope="row">{name}</th>
          <td>
            <span class="bar-value">{format.number(value)}</span>
            <span class="column" style={{ '--share': shareOf(value) }} aria-hidden="true" />
          </td>
        </tr>
      ))}
    </ChartTable>
  );
}

/** `kind`: the class of the table. `unit`: the name of the column with the values. */
function ChartTable(table: { kind: string; label: string; unit: string; children: ComponentChildren }) {
  return (
    <table class={table.kind} aria-label={table.label}>
      <thead class="visually-hidden">
        <tr>
          <th scope="col">{table.label}</th>
          <th scope="col">{table.unit}</th>
        </tr>
      </thead>
      <tbody>{table.children}</tbody>
    </table>
  );
}

/** The share of the largest value, in the form that CSS needs. */
function sharesOf(values: readonly Value[]): (value: number) => string {
  const largest = Math.max(1, ...values.map(({ value }) => value));
  return (value) => String(value / largest);
}
