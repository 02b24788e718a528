import type { Wording } from './wording.ts';

/** Texts of problems and faults that any operation may have. `{limit}` is replaced by the fault's limit. */
export const sharedWording = {
  problems: {
    'validation-failed': {
      title: { en: 'Some of the input cannot be used', ru: 'Часть данных не подходит' },
      detail: { en: 'Correct the fields listed in "errors".', ru: 'Исправьте поля, перечисленные в «errors».' },
    },
    unauthenticated: {
      title: { en: 'Log in first', ru: 'Нужно войти' },
      detail: {
        en: 'This needs an access token: log in and send it as "Authorization: Bearer …".',
        ru: 'Нужен токен доступа: войдите и передайте его как «Authorization: Bearer …».',
      },
    },
    'permission-denied': {
      title: { en: 'This is not allowed', ru: 'Недостаточно прав' },
      detail: {
        en: 'Your account lacks the permission that this needs.',
        ru: 'У вашей учётной записи нет нужного разрешения.',
      },
    },
    'too-many-requests': {
      title: { en: 'Too many requests', ru: 'Слишком много запросов' },
      detail: {
        en: 'Wait for the number of seconds in Retry-After, then try again.',
        ru: 'Подождите столько секунд, сколько указано в Retry-After, и повторите.',
      },
    },
    'server-busy': {
      title: { en: 'The service is busy', ru: 'Сервис перегружен' },
      detail: { en: 'Try again in a moment.', ru: 'Повторите чуть позже.' },
    },
    'database-unavailable': {
      title: { en: 'The database does not answer', ru: 'База данных не отвечает' },
      detail: { en: 'Nothing was changed. Try again in a moment.', ru: 'Ничего не изменилось. Повторите чуть позже.' },
    },
    'malformed-request': {
      title: { en: 'The request cannot be read', ru: 'Запрос не читается' },
      detail: {
        en: 'The body must be well-formed JSON in UTF-8, and the address well-formed.',
        ru: 'Тело должно быть правильным JSON в UTF-8, адрес — правильно записан.',
      },
    },
    'route-not-found': {
      title: { en: 'There is nothing here', ru: 'Здесь ничего нет' },
      detail: { en: 'See /docs for all operations.', ru: 'Все операции описаны в /docs.' },
    },
    'method-not-allowed': {
      title: { en: 'The method does not work here', ru: 'Метод здесь не поддерживается' },
      detail: { en: 'The Allow header lists those that do.', ru: 'Поддерживаемые методы — в заголовке Allow.' },
    },
    'payload-too-large': {
      title: { en: 'The body is too large', ru: 'Тело запроса слишком велико' },
      detail: {
        en: 'Bodies have at most 64 KiB, files to import 10 MiB.',
        ru: 'Тело запроса — не больше 64 КиБ, файл для импорта — не больше 10 МиБ.',
      },
    },
    'unsupported-media-type': {
      title: { en: 'The body has the wrong type', ru: 'Тело запроса не того типа' },
      detail: {
        en: 'Send application/json in UTF-8 (logging in also takes the OAuth2 password form, an import CSV).',
        ru: 'Передавайте application/json в UTF-8 (вход принимает и форму OAuth2, импорт — и CSV).',
      },
    },
    'internal-error': {
      title: { en: 'Something went wrong on our side', ru: 'Ошибка на нашей стороне' },
      detail: {
        en: 'The operator can find the cause in the log by the request id.',
        ru: 'Владелец сервиса найдёт причину в журнале по номеру запроса.',
      },
    },
  },
  faults: {
    required: { en: 'This field is needed.', ru: 'Это поле нужно заполнить.' },
    'invalid-type': { en: 'This is of the wrong type.', ru: 'Значение не того типа.' },
    'invalid-value': { en: 'This is none of the allowed values.', ru: 'Такое значение не допускается.' },
    'invalid-format': { en: 'This is not written as it should be.', ru: 'Неверный формат.' },
    'not-well-formed': {
      en: 'The text has characters that cannot be stored.',
      ru: 'В тексте есть недопустимые символы.',
    },
    'too-short': { en: 'At least {limit} characters are needed.', ru: 'Нужно символов не меньше: {limit}.' },
    'too-long': { en: 'This is longer than {limit}.', ru: 'Длина больше допустимой: {limit}.' },
    'too-small': { en: 'This must be at least {limit}.', ru: 'Значение должно быть не меньше {limit}.' },
    'too-big': { en: 'This must be at most {limit}.', ru: 'Значение должно быть не больше {limit}.' },
    repeated: { en: 'This may be given once.', ru: 'Это можно указать только один раз.' },
  },
} as const satisfies Wording;
