import { useSignal } from '@preact/signals';
import { FilmPicker } from '../films/film-picker.tsx';
import type { Restriction, RestrictionRule } from '../shared/api-types.ts';
import { Dialog } from '../shared/dialog.tsx';
import { FailureNotice } from '../shared/failure.tsx';
import { TextField } from '../shared/field.tsx';
import { isTold, useForm } from '../shared/form.ts';
import { say } from '../shared/messages.ts';
import { sharedWording } from '../shared/shared.wording.ts';
import { accessWording } from './access.wording.ts';
import { FilmChoice, RuleField } from './restriction-fields.tsx';
import type { RuleKind } from './restriction-rules.ts';
import { kindOf, putRestriction, RULE_KINDS, ruleOf } from './restriction-rules.ts';

/** Titles of films that were picked here; the service keeps only their ids in a restriction. */
const titles = new Map<number, string>();

type DialogOptions = {
  /** `undefined`: a new one. */
  readonly restriction: Restriction | undefined;
  readonly onSaved: () => Promise<void>;
  readonly onClose: () => void;
};

export function RestrictionDialog({ restriction, onSaved, onClose }: DialogOptions) {
  const t = accessWording();
  const kind = useSignal<RuleKind>(restriction ? kindOf(restriction.rule) : 'films');
  const films = useSignal<readonly number[]>(filmsOf(restriction?.rule));
  const isPicking = useSignal(false);
  const { props, error, isSending } = useForm(async (values) => {
    const label = restriction?.label ?? values['label']?.trim() ?? '';
    const rule = ruleOf(kind.value, Number(values[kind.value]), films.value);
    if (kind.value === 'films' && films.value.length === 0) {
      say({ kind: 'failed', text: t.noFilms });
      return;
    }
    await putRestriction({ label, rule });
    onClose();
    say({ kind: 'done', text: sharedWording().saved });
    await onSaved();
  });
  return (
    <Dialog title={restriction ? t.changeRestriction(restriction.label) : t.newRestriction} onClose={onClose}>
      <form class="form" {...props}>
        {error !== undefined && !isTold(error, ['label']) && <FailureNotice error={error} />}
        {!restriction && (
          <TextField
            label={t.label}
            name="label"
            hint={t.labelHint}
            error={error}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            maxLength={40}
            required
          />
        )}
        <fieldset class="choices">
          <legend class="field-label">{t.whichFilms}</legend>
          <div class="chips">
            {RULE_KINDS.map((one) => (
              <label key={one} class="choice">
                <input
                  type="radio"
                  name="kind"
                  checked={kind.value === one}
                  onChange={() => {
                    kind.value = one;
                  }}
                />
                {t.kinds[one]}
              </label>
            ))}
          </div>
        </fieldset>
        <RuleField kind={kind.value} rule={restriction?.rule} error={error} />
        {kind.value === 'films' && (
          <FilmChoice
            films={films.value}
            titleOf={(id) => titles.get(id) ?? t.filmId(id)}
            onRemove={(id) => {
              films.value = films.value.filter((one) => one !== id);
            }}
            onAdd={() => {
              isPicking.value = true;
            }}
          />
        )}
        <div class="buttons">
          <button type="button" class="button" onClick={onClose}>
            {sharedWording().cancel}
          </button>
          <button class="button button-main" aria-disabled={isSending}>
            {isSending ? sharedWording().saving : sharedWording().save}
          </button>
        </div>
      </form>
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

function filmsOf(rule: RestrictionRule | undefined): readonly number[] {
  return rule && 'kinopoisk_ids' in rule ? rule.kinopoisk_ids : [];
}
