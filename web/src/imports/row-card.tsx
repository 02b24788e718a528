import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { FilmPicker } from '../films/film-picker.tsx';
import { filmsWording } from '../films/films.wording.ts';
import type { FilmImport, ImportRow } from '../shared/api/api-types.ts';
import { format } from '../shared/language.ts';
import { Badge } from '../shared/parts/badge.tsx';
import { Icon } from '../shared/parts/icon.tsx';
import { addressOf } from '../shared/routing/router.ts';
import { sharedWording } from '../shared/shared.wording.ts';
import { chooseFilm, skipRow } from './decisions.ts';
import { importsWording } from './imports.wording.ts';

type RowOptions = { readonly row: ImportRow; readonly one: FilmImport; readonly onSettled: () => void };

/** A row of the file: its text, its outcome, and the choice of a film if it has none. */
export function RowCard({ row, one, onSettled }: RowOptions) {
  const t = importsWording();
  const isOpen = row.outcome === 'ambiguous' || row.outcome === 'not_found';
  return (
    <li class="card row-card">
      <div>
        <h3 tabindex={-1}>{titleOf(row)}</h3>
        <p class="muted small">{factsOf(row).join(' · ')}</p>
      </div>
      {row.fault !== null && <p class="small">{faultText(row.fault)}</p>}
      {row.ignored.length > 0 && (
        <p class="small muted">{t.ignored(row.ignored.map(({ column }) => column).join(', '))}</p>
      )}
      {row.kinopoisk_id !== null && (
        <p class="chips">
          {row.shelf && <Badge kind={row.shelf === 'added' ? 'good' : 'plain'}>{t.effects[row.shelf]}</Badge>}
          <a href={addressOf(`films/${row.kinopoisk_id}`)}>{filmsWording().about}</a>
        </p>
      )}
      {isOpen && <Decision row={row} one={one} onSettled={onSettled} />}
    </li>
  );
}

function Decision({ row, one, onSettled }: RowOptions) {
  const t = importsWording();
  const isPicking = useSignal(false);
  const buttons = useRef<HTMLDivElement>(null);
  const name = { id: one.id, row: row.row };
  const label = (action: string) => `${action}, ${titleOf(row)}`;

  const choose = (id: number, title: string) => chooseFilm(name, { id, title }, onSettled);

  return (
    <>
      {row.candidates.length > 0 && (
        <ul class="candidates">
          {row.candidates.map((film) => (
            <li key={film.kinopoisk_id}>
              <button
                type="button"
                class="button"
                onClick={(event) => {
                  focusNext(event.currentTarget);
                  choose(film.kinopoisk_id, film.title ?? sharedWording().unknownTitle);
                }}
              >
                <span>{[film.title, film.year].filter(Boolean).join(', ')}</span>
                <span class="muted small">{`${Math.round(film.confidence * 100)} %`}</span>
              </button>
              <a
                class="button button-quiet button-icon"
                href={addressOf(`films/${film.kinopoisk_id}`)}
                aria-label={`${filmsWording().about}: ${film.title}`}
                title={filmsWording().about}
              >
                <Icon name="eye" />
              </a>
            </li>
          ))}
        </ul>
      )}
      <div class="buttons" ref={buttons}>
        <button
          type="button"
          class="button button-quiet"
          aria-label={label(filmsWording().searchTitle)}
          onClick={() => {
            isPicking.value = true;
          }}
        >
          <Icon name="search" />
          {filmsWording().searchTitle}
        </button>
        <button
          type="button"
          class="button button-quiet"
          aria-label={label(t.skip)}
          onClick={(event) => {
            focusNext(event.currentTarget);
            skipRow(name);
          }}
        >
          {t.skip}
        </button>
      </div>
      {isPicking.value && (
        <FilmPicker
          title={titleOf(row)}
          words={row.said?.title ?? row.said?.original_title ?? ''}
          onPick={(film, shownTitle) => {
            if (buttons.current) focusNext(buttons.current);
            choose(film.kinopoisk_id, shownTitle);
          }}
          onClose={() => {
            isPicking.value = false;
          }}
        />
      )}
    </>
  );
}

/** The row disappears, so the focus moves to the next one. */
function focusNext(within: HTMLElement): void {
  const item = within.closest('.row-card');
  const next = item?.nextElementSibling ?? item?.previousElementSibling ?? item?.closest('section');
  next?.querySelector<HTMLElement>('h3, h2, button')?.focus();
}

function titleOf({ said, text, row }: ImportRow): string {
  return said?.title ?? said?.original_title ?? text ?? said?.imdb_id ?? importsWording().row(row);
}

function factsOf({ said, row }: ImportRow): string[] {
  const t = importsWording();
  const facts = [
    t.row(row),
    said?.year,
    said?.title !== null && said?.original_title,
    said?.user_rating && `★ ${said.user_rating}`,
    said?.watched_at && format.shortDay(said.watched_at),
  ];
  return facts.filter(Boolean).map(String);
}

function faultText(fault: NonNullable<ImportRow['fault']>): string {
  const { faults } = importsWording();
  return fault in faults ? faults[fault as keyof typeof faults] : faults.other;
}
