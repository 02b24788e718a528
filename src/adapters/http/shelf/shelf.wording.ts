import type { Wording } from '../problems/wording.ts';

export const shelfWording = {
  problems: {
    'favorite-not-found': {
      title: { en: 'The film is not on the shelf', ru: 'Фильма нет на полке' },
      detail: { en: 'You have not kept this film.', ru: 'Этот фильм у вас не отложен.' },
    },
    'cursor-expired': {
      title: { en: 'The cursor is too old', ru: 'Курсор устарел' },
      detail: {
        en: 'What changed since then is not remembered any more: forget what you have and read the shelf anew, without "since".',
        ru: 'Изменения с того времени уже забыты: забудьте, что у вас есть, и прочитайте полку заново, без «since».',
      },
    },
  },
  faults: {
    'day-out-of-range': {
      en: 'The day must lie between 1895 and tomorrow.',
      ru: 'День должен быть не раньше 1895 года и не позже завтрашнего.',
    },
  },
  wireNames: { userRating: 'user_rating', watchedAt: 'watched_at' },
  inQuery: ['since'],
} as const satisfies Wording;
