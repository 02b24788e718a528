import type { Wording } from './wording.ts';

/** Texts of problems and faults that any operation may have. `{limit}` is replaced by the fault's limit. */
export const sharedWording = {
  problems: {
    'validation-failed': {
      title: { en: 'The input is not valid', ru: 'Данные не прошли проверку' },
      detail: { en: 'Correct the fields listed in "errors".', ru: 'Исправьте поля, перечисленные в «errors».' },
    },
    unauthenticated: {
      title: { en: 'Log in first', ru: 'Нужно войти' },
      detail: {
        en: 'This operation requires an access token. Log in and send it as "Authorization: Bearer …".',
        ru: 'Для этой операции нужен токен доступа. Войдите и передайте его как «Authorization: Bearer …».',
      },
    },
    'permission-denied': {
      title: { en: 'This is not allowed', ru: 'Недостаточно прав' },
      detail: {
        en: 'Your account or your token lacks the required permission. Ask an administrator for it, or use a token that has it.',
        ru: 'У вашей учётной записи или у вашего токена нет нужного разрешения. Попросите его у администратора или используйте токен с этим разрешением.',
      },
    },
    'too-many-requests': {
      title: { en: 'Too many requests', ru: 'Слишком много запросов' },
      detail: {
        en: 'Wait for the number of seconds in Retry-After, then try again.',
        ru: 'Подождите столько секунд, сколько указано в Retry-After, и повторите запрос.',
      },
    },
    'server-busy': {
      title: { en: 'The service is busy', ru: 'Сервис перегружен' },
      detail: { en: 'Try again in a moment.', ru: 'Повторите запрос чуть позже.' },
    },
    'database-unavailable': {
      title: { en: 'The database is unavailable', ru: 'База данных недоступна' },
      detail: {
        en: 'Nothing was changed. Try again in a moment.',
        ru: 'Изменения не сохранены. Повторите запрос чуть позже.',
      },
    },
    'malformed-request': {
      title: { en: 'The request is malformed', ru: 'Не удалось разобрать запрос' },
      detail: {
        en: 'Send well-formed JSON in UTF-8. Percent-encode text in UTF-8 in the URL and in forms.',
        ru: 'Тело запроса должно быть корректным JSON в UTF-8. Текст в URL и формах передавайте в UTF-8 с процентным кодированием.',
      },
    },
    'cross-origin-request': {
      title: { en: 'A page of another origin sent this request', ru: 'Запрос отправила страница другого сайта' },
      detail: {
        en: 'Only pages of this service may do this. In a page of your own, log in with POST /auth/login and a JSON body.',
        ru: 'Это разрешено только страницам самого сервиса. На своей странице входите через POST /auth/login с телом в JSON.',
      },
    },
    'route-not-found': {
      title: { en: 'Not found', ru: 'Не найдено' },
      detail: {
        en: 'Nothing exists at this URL. See /docs for all operations.',
        ru: 'По этому адресу ничего нет. Все операции описаны в /docs.',
      },
    },
    'method-not-allowed': {
      title: { en: 'The method is not allowed', ru: 'Метод не поддерживается' },
      detail: {
        en: 'Use one of the methods in the Allow header.',
        ru: 'Поддерживаемые методы перечислены в заголовке Allow.',
      },
    },
    'payload-too-large': {
      title: { en: 'The body is too large', ru: 'Тело запроса слишком большое' },
      detail: {
        en: 'Send at most 64 KiB, or 10 MiB for a file to import.',
        ru: 'Отправляйте не больше 64 КиБ, а файл для импорта — не больше 10 МиБ.',
      },
    },
    'unsupported-media-type': {
      title: { en: 'The content type is not supported', ru: 'Тип содержимого не поддерживается' },
      detail: {
        en: 'This content type is not accepted here. GET /openapi.json lists the accepted types.',
        ru: 'Этот тип содержимого здесь не принимается. Допустимые типы перечислены в GET /openapi.json.',
      },
    },
    'internal-error': {
      title: { en: 'Something went wrong on our side', ru: 'Ошибка на нашей стороне' },
      detail: {
        en: 'Try again later. With the request id the operator can find the cause in the log.',
        ru: 'Повторите позже. Администратор сервиса найдёт причину в журнале по идентификатору запроса.',
      },
    },
  },
  faults: {
    required: { en: 'This field is required.', ru: 'Это обязательное поле.' },
    'invalid-type': { en: 'The value has the wrong type.', ru: 'Неверный тип значения.' },
    'invalid-value': { en: 'The value is not allowed.', ru: 'Такое значение не допускается.' },
    'invalid-format': { en: 'The format is not valid.', ru: 'Неверный формат.' },
    'not-well-formed': {
      en: 'The text contains characters that cannot be stored.',
      ru: 'Текст содержит недопустимые символы.',
    },
    'too-short': { en: 'Use at least {limit} characters.', ru: 'Минимальное число символов: {limit}.' },
    'too-long': { en: 'The value is longer than {limit}.', ru: 'Превышена допустимая длина: {limit}.' },
    'too-small': { en: 'The value must be at least {limit}.', ru: 'Значение должно быть не меньше {limit}.' },
    'too-big': { en: 'The value must be at most {limit}.', ru: 'Значение должно быть не больше {limit}.' },
    'too-few': { en: 'Give at least {limit} values.', ru: 'Минимальное число значений: {limit}.' },
    'too-many': { en: 'Give at most {limit} values.', ru: 'Максимальное число значений: {limit}.' },
    repeated: { en: 'The value may be given only once.', ru: 'Значение можно указать только один раз.' },
    'unknown-field': { en: 'There is no such field.', ru: 'Такого поля нет.' },
  },
} as const satisfies Wording;
