import type { Wording } from '../problems/wording.ts';

export const importWording = {
  problems: {
    'import-not-found': {
      title: { en: 'No such import', ru: 'Нет такого импорта' },
      detail: { en: 'You have no import with this id.', ru: 'У вас нет импорта с таким номером.' },
    },
    'import-row-not-found': {
      title: { en: 'No such row', ru: 'Нет такой строки' },
      detail: { en: 'The import has no row of this number.', ru: 'В импорте нет строки с таким номером.' },
    },
    'import-row-settled': {
      title: { en: 'The row is settled', ru: 'Со строкой всё ясно' },
      detail: {
        en: 'Only of rows that are ambiguous or were not found can you say which film they mean.',
        ru: 'Указать фильм можно только для строк неоднозначных или не найденных.',
      },
    },
    'import-running': {
      title: { en: 'Another import is running', ru: 'Другой импорт ещё идёт' },
      detail: {
        en: 'Imports run one after the other: wait for the other one, or cancel it.',
        ru: 'Импорты идут по одному: дождитесь другого или отмените его.',
      },
    },
    'import-source-missing': {
      title: { en: 'Kinopoisk is not set up here', ru: 'Кинопоиск здесь не подключён' },
      detail: {
        en: 'This installation has no key for Kinopoisk. Import a file instead.',
        ru: 'У этой установки нет ключа Кинопоиска. Импортируйте файл.',
      },
    },
  },
  faults: {
    'unknown-encoding': {
      en: 'The letters of the file cannot be read. Save it as UTF-8.',
      ru: 'Буквы в файле не читаются. Сохраните его в UTF-8.',
    },
    'unknown-columns': {
      en: 'No column of the file tells films: there must be a header like Title, kinopoisk_id or Const.',
      ru: 'В файле нет столбца с фильмами: нужен заголовок вроде «Название», Title, kinopoisk_id или Const.',
    },
    'too-many-rows': { en: 'The file has more than {limit} rows.', ru: 'В файле больше {limit} строк.' },
    'no-rows': { en: 'The file has no rows.', ru: 'В файле нет ни одной строки.' },
    'malformed-file': {
      en: 'The file is broken, or breaks off, after record {limit}.',
      ru: 'Файл испорчен или обрывается после записи {limit}.',
    },
  },
} as const satisfies Wording;
