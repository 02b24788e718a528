import type { Wording } from '../problems/wording.ts';

export const importWording = {
  problems: {
    'import-not-found': {
      title: { en: 'No such import', ru: 'Нет такого импорта' },
      detail: {
        en: 'You have no import with this id. See GET /imports for your imports.',
        ru: 'У вас нет импорта с таким идентификатором. Список ваших импортов: GET /imports.',
      },
    },
    'import-row-not-found': {
      title: { en: 'No such row', ru: 'Нет такой строки' },
      detail: { en: 'The import has no row with this number.', ru: 'В импорте нет строки с таким номером.' },
    },
    'import-row-settled': {
      title: { en: 'The row is already settled', ru: 'Фильм для строки уже определён' },
      detail: {
        en: 'You can choose a film only for rows that are ambiguous or were not found.',
        ru: 'Выбрать фильм можно только для неоднозначных и ненайденных строк.',
      },
    },
    'import-running': {
      title: { en: 'Another import is running', ru: 'Уже идёт другой импорт' },
      detail: {
        en: 'You can run one import at a time. Wait for the other import, or cancel it.',
        ru: 'Одновременно может идти только один импорт. Дождитесь его окончания или отмените его.',
      },
    },
    'import-source-missing': {
      title: { en: 'Kinopoisk is not set up here', ru: 'Кинопоиск здесь не подключён' },
      detail: {
        en: 'This service has no Kinopoisk API key. Import a file instead.',
        ru: 'У этого сервиса нет ключа API Кинопоиска. Импортируйте список из файла.',
      },
    },
  },
  faults: {
    'unknown-encoding': {
      en: 'The character encoding of the file is not supported. Save it as UTF-8.',
      ru: 'Кодировка файла не поддерживается. Сохраните его в UTF-8.',
    },
    'unknown-columns': {
      en: 'No column of the file identifies films. Add a header such as Title, kinopoisk_id or Const.',
      ru: 'В файле нет столбца с фильмами. Добавьте заголовок, например «Название», Title, kinopoisk_id или Const.',
    },
    'too-many-rows': {
      en: 'The file has more than {limit} rows. Split it.',
      ru: 'В файле больше {limit} строк. Разделите его.',
    },
    workbook: {
      en: 'The file is a workbook of a spreadsheet program. Save it as CSV.',
      ru: 'Это книга табличного редактора. Сохраните её в формате CSV.',
    },
    'too-deep': {
      en: 'After record {limit}, the file has too many nested levels. A record may contain six levels, and a list may be inside four objects.',
      ru: 'После записи {limit} в файле слишком много уровней вложенности. Допустимо не больше шести внутри записи и четырёх вокруг списка.',
    },
    'no-list': {
      en: 'The JSON contains no list of films. Send a list, or an object with lists, such as {"items": [{"title": "Alien"}]}.',
      ru: 'В JSON нет списка фильмов. Отправьте список или объект со списками, например {"items": [{"title": "Alien"}]}.',
    },
    'no-rows': { en: 'The file has no rows.', ru: 'В файле нет строк.' },
    'malformed-file': {
      en: 'The file is damaged or incomplete after record {limit}.',
      ru: 'Файл повреждён или обрывается после записи {limit}.',
    },
  },
} as const satisfies Wording;
