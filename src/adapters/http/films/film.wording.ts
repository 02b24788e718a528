import type { Wording } from '../problems/wording.ts';

export const filmWording = {
  problems: {
    'movie-not-found': {
      title: { en: 'No such film', ru: 'Нет такого фильма' },
      detail: {
        en: 'There is no film with this Kinopoisk id. Check the id.',
        ru: 'Фильма с таким идентификатором Кинопоиска нет. Проверьте идентификатор.',
      },
    },
    'movie-restricted': {
      title: { en: 'The film is restricted', ru: 'Фильм доступен не всем' },
      detail: {
        en: 'You may not view this film or add it to your shelf.',
        ru: 'У вас нет доступа к этому фильму: его нельзя открыть и добавить на полку.',
      },
    },
    'genre-not-found': {
      title: { en: 'No such genre', ru: 'Нет такого жанра' },
      detail: {
        en: 'There is no genre with this id. See GET /genres for all genres.',
        ru: 'Жанра с таким идентификатором нет. Список жанров: GET /genres.',
      },
    },
    'director-not-found': {
      title: { en: 'No such director', ru: 'Нет такого режиссёра' },
      detail: {
        en: 'There is no director with this id. See GET /directors for all directors.',
        ru: 'Режиссёра с таким идентификатором нет. Список режиссёров: GET /directors.',
      },
    },
    'kinopoisk-quota-spent': {
      title: { en: 'The daily Kinopoisk quota is used up', ru: 'Дневная квота Кинопоиска исчерпана' },
      detail: {
        en: 'Films in the catalogue are still available. Search for new films after the time in Retry-After.',
        ru: 'Фильмы из каталога по-прежнему доступны. Искать новые можно будет через время, указанное в Retry-After.',
      },
    },
    'kinopoisk-rate-limited': {
      title: { en: 'Kinopoisk limits the rate of calls', ru: 'Кинопоиск ограничивает частоту запросов' },
      detail: {
        en: 'Try again after the time in Retry-After.',
        ru: 'Повторите запрос через время, указанное в Retry-After.',
      },
    },
    'kinopoisk-key-refused': {
      title: { en: 'Kinopoisk refuses the API key', ru: 'Кинопоиск не принимает ключ API' },
      detail: {
        en: 'Ask the operator of this service to check KINOPOISK_API_KEY.',
        ru: 'Попросите администратора сервиса проверить KINOPOISK_API_KEY.',
      },
    },
    'kinopoisk-unavailable': {
      title: { en: 'Kinopoisk is unavailable', ru: 'Кинопоиск недоступен' },
      detail: {
        en: 'Try again after the time in Retry-After.',
        ru: 'Повторите запрос через время, указанное в Retry-After.',
      },
    },
    'kinopoisk-bad-answer': {
      title: { en: 'Kinopoisk gave no usable answer', ru: 'Кинопоиск вернул некорректный ответ' },
      detail: { en: 'Try again later.', ru: 'Повторите позже.' },
    },
    'kinopoisk-timeout': {
      title: { en: 'Kinopoisk did not answer in time', ru: 'Кинопоиск не ответил вовремя' },
      detail: { en: 'Try again later.', ru: 'Повторите позже.' },
    },
  },
} as const satisfies Wording;
