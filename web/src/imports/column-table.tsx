import type { FilmImport } from '../shared/api-types.ts';
import { importsWording } from './imports.wording.ts';

type Column = NonNullable<FilmImport['columns']>[number];

/** How the service understood the file. */
export function ColumnTable({ columns }: { columns: readonly Column[] }) {
  const t = importsWording();
  return (
    <details class="card">
      <summary>
        <h2>{t.columns}</h2>
      </summary>
      <table class="data-table">
        <thead>
          <tr>
            <th scope="col">{t.column}</th>
            <th scope="col">{t.meaning}</th>
          </tr>
        </thead>
        <tbody>
          {columns.map((column) => (
            <tr key={column.name}>
              <th scope="row">{column.name}</th>
              <td class={column.understood_as === null ? 'muted' : undefined}>{meaningOf(column)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function meaningOf({ understood_as: field, rating_scale: scale, scale_decided_by: decider }: Column): string {
  const t = importsWording();
  if (field === null) return t.notUnderstood;
  const parts = [
    t.fields[field],
    scale !== null && t.scaleOf(scale),
    decider === 'assumption' && t.scaleGuessed,
  ].filter(Boolean);
  return parts.join(', ');
}
