import { useGenres } from '../films/genres.ts';
import type { RestrictionRule } from '../shared/api-types.ts';
import { Field } from '../shared/field.tsx';
import { Icon } from '../shared/icon.tsx';
import { addressOf } from '../shared/router.ts';
import { accessWording } from './access.wording.ts';
import type { RuleKind } from './restriction-rules.ts';

type RuleOptions = { readonly kind: RuleKind; readonly rule: RestrictionRule | undefined; readonly error: unknown };

/** The value of a rule; its field has the name of the kind. Single films have {@link FilmChoice}. */
export function RuleField({ kind, rule, error }: RuleOptions) {
  const t = accessWording();
  if (kind === 'genre') return <GenreField rule={rule} />;
  if (kind === 'films') return null;
  const isYears = kind === 'years';
  const before = rule && ('released_within_years' in rule ? rule.released_within_years : undefined);
  const ageBefore = rule && ('age_limit_from' in rule ? rule.age_limit_from : undefined);
  return (
    <Field key={kind} label={isYears ? t.years : t.age} name={kind} error={error}>
      {(field) => (
        <input
          {...field}
          type="number"
          min={isYears ? 1 : 0}
          max={isYears ? 200 : 21}
          defaultValue={String(isYears ? (before ?? 3) : (ageBefore ?? 18))}
          required
        />
      )}
    </Field>
  );
}

function GenreField({ rule }: { rule: RestrictionRule | undefined }) {
  const t = accessWording();
  const genres = useGenres();
  const before = rule && 'genre_id' in rule ? rule.genre_id : undefined;
  return (
    <Field label={t.genre} name="genre">
      {(field) => (
        <select {...field} key={genres.length}>
          {genres.map(({ id, name }) => (
            <option key={id} value={String(id)} selected={id === before}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

type FilmOptions = {
  readonly films: readonly number[];
  readonly titleOf: (id: number) => string;
  readonly onRemove: (id: number) => void;
  readonly onAdd: () => void;
};

/** The films of a rule about single ones. */
export function FilmChoice({ films, titleOf, onRemove, onAdd }: FilmOptions) {
  const t = accessWording();
  return (
    <div class="field" role="group" aria-label={t.films}>
      <ul class="chips">
        {films.map((id) => (
          <li key={id} class="chip">
            <a href={addressOf(`films/${id}`)}>{titleOf(id)}</a>
            <button type="button" aria-label={t.takeOut(titleOf(id))} onClick={() => onRemove(id)}>
              <Icon name="close" />
            </button>
          </li>
        ))}
      </ul>
      <button type="button" class="button at-start" onClick={onAdd}>
        <Icon name="plus" />
        {t.addFilm}
      </button>
    </div>
  );
}
