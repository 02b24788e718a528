import type { Wording } from '../problems/wording.ts';

export const filmWording = {
  problems: {
    'movie-not-found': {
      title: { en: 'No such film', ru: 'Нет такого фильма' },
      detail: { en: 'There is no film with this Kinopoisk id.', ru: 'Фильма с таким номером Кинопоиска нет.' },
    },
    'movie-restricted': {
      title: { en: 'The film is restricted', ru: 'Фильм доступен не всем' },
      detail: { en: 'You may not view or keep this film.', ru: 'Смотреть и откладывать этот фильм вам нельзя.' },
    },
    'genre-not-found': {
      title: { en: 'No such genre', ru: 'Нет такого жанра' },
      detail: { en: 'There is no genre with this id.', ru: 'Жанра с таким номером нет.' },
    },
    'director-not-found': {
      title: { en: 'No such director', ru: 'Нет такого режиссёра' },
      detail: { en: 'There is no director with this id.', ru: 'Режиссёра с таким номером нет.' },
    },
    'kinopoisk-quota-spent': {
      title: { en: 'The Kinopoisk quota of the day is spent', ru: 'Дневная квота Кинопоиска исчерпана' },
      detail: {
        en: 'Films that the catalogue knows still work; new ones can be looked up after Retry-After.',
        ru: 'Известные каталогу фильмы доступны; новые можно искать по истечении Retry-After.',
      },
    },
    'kinopoisk-rate-limited': {
      title: { en: 'Kinopoisk asks for a pause', ru: 'Кинопоиск просит паузу' },
      detail: { en: 'Try again after Retry-After.', ru: 'Повторите по истечении Retry-After.' },
    },
    'kinopoisk-key-refused': {
      title: { en: 'Kinopoisk refuses the API key', ru: 'Кинопоиск не принимает ключ API' },
      detail: {
        en: 'The operator of this service has to check KINOPOISK_API_KEY.',
        ru: 'Владельцу сервиса нужно проверить KINOPOISK_API_KEY.',
      },
    },
    'kinopoisk-unavailable': {
      title: { en: 'Kinopoisk is out of reach', ru: 'Кинопоиск недоступен' },
      detail: { en: 'Try again after Retry-After.', ru: 'Повторите по истечении Retry-After.' },
    },
    'kinopoisk-bad-answer': {
      title: { en: 'Kinopoisk gave no usable answer', ru: 'Кинопоиск ответил неправильно' },
      detail: { en: 'Try again later.', ru: 'Повторите позже.' },
    },
    'kinopoisk-timeout': {
      title: { en: 'Kinopoisk did not answer in time', ru: 'Кинопоиск не ответил вовремя' },
      detail: { en: 'Try again later.', ru: 'Повторите позже.' },
    },
  },
} as const satisfies Wording;
