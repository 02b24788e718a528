import type { Film, StaffRow } from './film.ts';

const FIRST_PERSON_ID = 20_000_001;
const PEOPLE = 3_000;

export const professionTexts = {
  DIRECTOR: 'Режиссеры',
  ACTOR: 'Актеры',
  PRODUCER: 'Продюсеры',
  WRITER: 'Сценаристы',
  OPERATOR: 'Операторы',
  COMPOSER: 'Композиторы',
  DESIGN: 'Художники',
  EDITOR: 'Монтажеры',
  PRODUCER_USSR: 'Директора фильма',
} as const;

/** How many rows of each profession a usual film has, in the order of Kinopoisk: 82 in all. */
const rowsOf = {
  DIRECTOR: 1,
  ACTOR: 58,
  PRODUCER: 10,
  WRITER: 3,
  OPERATOR: 1,
  COMPOSER: 2,
  DESIGN: 5,
  EDITOR: 2,
} as const;

/** Professions whose rows have a role or a task as `description`; the others have `null`. */
const described = new Set<string>(['ACTOR', 'PRODUCER', 'WRITER', 'DESIGN']);

const firstNames = [
  ['Антон', 'Anton'],
  ['Марта', 'Marta'],
  ['Игнат', 'Ignat'],
  ['Нора', 'Nora'],
  ['Виктор', 'Victor'],
] as const;
const lastNames = [
  ['Лесовод', 'Lesovod'],
  ['Бергман-Лунд', 'Bergman-Lund'],
  ['Тихонец', 'Tikhonets'],
  ['Адаир', 'Adair'],
  ['Ольхон', 'Olkhon'],
  ['Вереск', 'Veresk'],
  ['Майлз', 'Miles'],
] as const;

export function staffRow(row: Pick<StaffRow, 'staffId' | 'professionKey'> & Partial<StaffRow>): StaffRow {
  return {
    nameRu: '',
    nameEn: '',
    description: null,
    posterUrl: `https://st.kp.yandex.net/images/actor_iphone/iphone360_${row.staffId}.jpg`,
    professionText: Object.hasOwn(professionTexts, row.professionKey)
      ? professionTexts[row.professionKey as keyof typeof professionTexts]
      : 'Неизвестно',
    ...row,
  };
}

/**
 * A usual crew, the same on every call. The director is also the first writer, so two rows share a `staffId`. People
 * of a Russian film have `nameEn: ""`, the last actor of a foreign one has `nameRu: ""`.
 */
export function inventCrew(film: Film): StaffRow[] {
  const isForeign = film.nameOriginal !== null && film.nameOriginal !== '';
  const director = film.kinopoiskId % 400;
  return Object.entries(rowsOf).flatMap(([professionKey, count]) =>
    Array.from({ length: count }, (_, index) => {
      const isDirector = professionKey === 'DIRECTOR' || (professionKey === 'WRITER' && index === 0);
      const person = isDirector
        ? director
        : 400 + ((film.kinopoiskId * 31 + professionKey.length * 97 + index) % PEOPLE);
      const isNamelessInRussian = isForeign && professionKey === 'ACTOR' && index === count - 1;
      return staffRow({
        staffId: FIRST_PERSON_ID + person,
        nameRu: isNamelessInRussian ? '' : nameOf(person, 0),
        nameEn: isForeign ? nameOf(person, 1) : '',
        description: described.has(professionKey) ? `роль ${index + 1}` : null,
        professionKey,
      });
    }),
  );
}

function nameOf(person: number, language: 0 | 1): string {
  const first = firstNames[person % firstNames.length];
  const last = lastNames[person % lastNames.length];
  return `${first?.[language]} ${last?.[language]} ${person}`;
}
