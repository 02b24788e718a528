import { useSignal } from '@preact/signals';
import { FilmPicker } from '../films/film-picker.tsx';
import { useGenres } from '../films/genres.ts';
import type { Restriction } from '../shared/api/api-types.ts';
import { Field, TextField } from '../shared/forms/field.tsx';
import { FormOf } from '../shared/forms/form-of.tsx';
import type { Values } from '../shared/forms/form.ts';
import { Dialog } from '../shared/parts/dialog.tsx';
import { Icon } from '../shared/parts/icon.tsx';
import { addressOf } from '../shared/routing/router.ts';
import { sharedWording } from '../shared/shared.wording.ts';
import { accessWording } from './access.wording.ts';
import type { RuleKind, RuleParts } from './restriction-rules.ts';
import { partsOf, putRestriction, RULE_KINDS, ruleOf } from './restriction-rules.ts';

/** Titles of films that were chosen here; the service stores only their ids in a restriction. */
const titles = new Map<number, string>();

const NEW: RuleParts = { kind: 'films', value: 18, films: [] };

type DialogOptions = {
  /** The restriction to change; `undefined` to create one. */
  readonly restriction: Restriction | undefined;
  readonly onSaved: () => Promise<void>;
  readonly onClose: () => void;
};

export function RestrictionDialog({ restriction, onSaved, onClose }: DialogOptions) {
  const t = accessWording();
  const before = restriction ? partsOf(restriction.rule) : NEW;
  const kind = useSignal<RuleKind>(before.kind);
  const films = useSignal(before.films);
  const isPicking = useSignal(false);

  async function send({ label = '', value }: Values): Promise<void> {
    const rule = ruleOf({ kind: kind.value, value: Number(value), films: films.value });
    await putRestriction({ label: restriction?.label ?? label.trim(), rule });
    onClose();
    await onSaved();
  }

  return (
    <Dialog title={restriction ? `${t.change}: ${restriction.label}` : t.newRestriction} onClose={onClose}>
      <FormOf send={send} action={sharedWording().save} onCancel={onClose}>
        {(error) => (
          <>
            {!restriction && (
              <TextField
                label={t.label}
                name="label"
                hint={t.labelHint}
                error={error}
                autocomplete="off"
                autocapitalize="none"
                spellcheck={false}
                required
              />
            )}
            <Field label={t.whichFilms} name="kind">
              {(field) => (
                <select
                  {...field}
                  value={kind.value}
                  onChange={({ currentTarget }) => {
                    kind.value = currentTarget.value as RuleKind;
                  }}
                >
                  {RULE_KINDS.map((one) => (
                    <option key={one} value={one}>
                      {t.kinds[one]}
                    </option>
                  ))}
                </select>
              )}
            </Field>
            <ValueField key={kind.value} kind={kind.value} value={before.value} />
            {kind.value === 'films' && (
              <FilmChoice
                films={films.value}
                onChange={(ids) => {
                  films.value = ids;
                }}
                onAdd={() => {
                  isPicking.value = true;
                }}
              />
            )}
          </>
        )}
      </FormOf>
      {isPicking.value && (
        <FilmPicker
          title={t.addFilm}
          words=""
          onPick={({ kinopoisk_id: id }, title) => {
            titles.set(id, title);
            films.value = [...new Set([...films.value, id])];
          }}
          onClose={() => {
            isPicking.value = false;
          }}
        />
      )}
    </Dialog>
  );
}

/** The number of a rule; a rule about single films has none. */
function ValueField({ kind, value }: { kind: RuleKind; value: number }) {
  const t = accessWording();
  const genres = useGenres();
  if (kind === 'films') return null;
  return (
    <Field label={t.kinds[kind]} name="value">
      {(field) =>
        kind === 'genre' ? (
          <select {...field} key={genres.length}>
            {genres.map(({ id, name }) => (
              <option key={id} value={String(id)} selected={id === value}>
                {name}
              </option>
            ))}
          </select>
        ) : (
          <input {...field} type="number" min={0} defaultValue={String(value)} required />
        )
      }
    </Field>
  );
}

type FilmOptions = {
  readonly films: readonly number[];
  readonly onChange: (films: readonly number[]) => void;
  readonly onAdd: () => void;
};

function FilmChoice({ films, onChange, onAdd }: FilmOptions) {
  const t = accessWording();
  const titleOf = (id: number) => titles.get(id) ?? t.filmId(id);
  return (
    <>
      <ul class="chips">
        {films.map((id) => (
          <li key={id} class="chip">
            <a href={addressOf(`films/${id}`)}>{titleOf(id)}</a>
            <button
              type="button"
              aria-label={`${sharedWording().remove}: ${titleOf(id)}`}
              onClick={() => onChange(films.filter((one) => one !== id))}
            >
              <Icon name="close" />
            </button>
          </li>
        ))}
      </ul>
      <button type="button" class="button at-start" onClick={onAdd}>
        <Icon name="plus" />
        {t.addFilm}
      </button>
    </>
  );
}
