import { format } from '../../shared/language.ts';

type Bar = { readonly name: string; readonly value: number; readonly href?: string };

/** A chart that is a table with bars, so that screen readers get the numbers too. */
export function BarChart({ label, unit, bars }: { label: string; unit: string; bars: readonly Bar[] }) {
  const largest = Math.max(1, ...bars.map(({ value }) => value));
  return (
    <table class="bar-chart" aria-label={label}>
      <thead class="visually-hidden">
        <tr>
          <th scope="col">{label}</th>
          <th scope="col">{unit}</th>
        </tr>
      </thead>
      <tbody>
        {bars.map(({ name, value, href }) => (
          <tr key={name}>
            <th scope="row">{href ? <a href={href}>{name}</a> : name}</th>
            <td>
              <span class="bar" style={{ '--share': String(value / largest) }} aria-hidden="true" />
              <span class="bar-value">{format.number(value)}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Like {@link BarChart} with upright bars, for values in order of time. */
export function ColumnChart({ label, unit, columns }: { label: string; unit: string; columns: readonly Bar[] }) {
  const largest = Math.max(1, ...columns.map(({ value }) => value));
  return (
    <table class="column-chart" aria-label={label}>
      <thead class="visually-hidden">
        <tr>
          <th scope="col">{label}</th>
          <th scope="col">{unit}</th>
        </tr>
      </thead>
      <tbody>
        {columns.map(({ name, value }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>
              <span class="bar-value">{format.number(value)}</span>
              <span class="column" style={{ '--share': String(value / largest) }} aria-hidden="true" />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
