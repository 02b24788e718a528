import type { Wording } from '../problems/wording.ts';

export const shelfWording = {
  problems: {
    'favorite-not-found': {
      title: { en: 'The film is not on the shelf', ru: 'Фильма нет на полке' },
      detail: { en: 'You have not added this film to your shelf.', ru: 'Вы не добавляли этот фильм на полку.' },
    },
    'cursor-expired': {
      title: { en: 'The cursor has expired', ru: 'Срок действия курсора истёк' },
      detail: {
        en: 'The changes since then are no longer stored. Discard your copy and fetch the whole shelf again, without "since".',
        ru: 'Изменения с того момента больше не хранятся. Удалите свою копию и загрузите полку заново, без «since».',
      },
    },
  },
  faults: {
    'day-out-of-range': {
      en: 'The day must be between 1895 and tomorrow.',
      ru: 'Укажите день не раньше 1895 года и не позже завтрашнего.',
    },
  },
  wanted: {
    watchedAt: { en: 'a day such as 2026-11-20', ru: 'день, например 2026-11-20' },
    since: { en: 'the next_cursor of an earlier answer', ru: 'next_cursor из предыдущего ответа' },
  },
  wireNames: { userRating: 'user_rating', watchedAt: 'watched_at' },
  inQuery: ['since'],
} as const satisfies Wording;
