import type { ErrorCode } from '../../../domain/shared/errors.ts';
import type { HttpProblemCode } from './http-problem.ts';
import type { Text } from '../input/language.ts';

export type ProblemCode = ErrorCode | HttpProblemCode;

/** `title` names the problem, `detail` says what to do about it. */
export type ProblemText = { readonly title: Text; readonly detail: Text };

/** Every problem the service answers with. */
export const PROBLEM_TEXTS: Readonly<Record<ProblemCode, ProblemText>> = {
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
  'invalid-credentials': {
    title: { en: 'The log-in was refused', ru: 'Войти не удалось' },
    detail: {
      en: 'The name or the password is not right, or the account is not active.',
      ru: 'Имя или пароль неверны, или учётная запись отключена.',
    },
  },
  'invalid-token': {
    title: { en: 'The token is not valid', ru: 'Токен недействителен' },
    detail: {
      en: 'The token has expired, was revoked or is not one of ours. Renew the session or log in again.',
      ru: 'Токен истёк, отозван или выдан не нами. Обновите сеанс или войдите снова.',
    },
  },
  'refresh-token-reused': {
    title: { en: 'The refresh token was used before', ru: 'Токен обновления уже использован' },
    detail: {
      en: 'Somebody else may have it, so the session has ended. Log in again.',
      ru: 'Возможно, он попал в чужие руки, поэтому сеанс завершён. Войдите снова.',
    },
  },
  'session-not-found': {
    title: { en: 'No such session', ru: 'Нет такого сеанса' },
    detail: { en: 'You have no session with this id.', ru: 'У вас нет сеанса с таким номером.' },
  },
  'wrong-password': {
    title: { en: 'The password is not right', ru: 'Пароль неверен' },
    detail: { en: 'Give your current password.', ru: 'Укажите ваш текущий пароль.' },
  },
  'permission-denied': {
    title: { en: 'This is not allowed', ru: 'Недостаточно прав' },
    detail: {
      en: 'Your account lacks the permission that this needs.',
      ru: 'У вашей учётной записи нет нужного разрешения.',
    },
  },
  'username-taken': {
    title: { en: 'The user name is taken', ru: 'Имя пользователя занято' },
    detail: {
      en: 'Somebody has this user name or one that looks the same. Choose another.',
      ru: 'Такое или похожее на вид имя уже занято. Выберите другое.',
    },
  },
  'email-taken': {
    title: { en: 'The e-mail address is taken', ru: 'Адрес почты занят' },
    detail: {
      en: 'There is an account with this e-mail address.',
      ru: 'Учётная запись с этим адресом уже есть.',
    },
  },
  'movie-not-found': {
    title: { en: 'No such film', ru: 'Нет такого фильма' },
    detail: { en: 'There is no film with this Kinopoisk id.', ru: 'Фильма с таким номером Кинопоиска нет.' },
  },
  'movie-restricted': {
    title: { en: 'The film is restricted', ru: 'Фильм доступен не всем' },
    detail: { en: 'You may not view or keep this film.', ru: 'Смотреть и откладывать этот фильм вам нельзя.' },
  },
  'user-not-found': {
    title: { en: 'No such user', ru: 'Нет такого пользователя' },
    detail: { en: 'There is no user with this id.', ru: 'Пользователя с таким номером нет.' },
  },
  'role-not-found': {
    title: { en: 'No such role', ru: 'Нет такой роли' },
    detail: { en: 'There is no role of this name.', ru: 'Роли с таким именем нет.' },
  },
  'role-not-held': {
    title: { en: 'The user does not have the role', ru: 'У пользователя нет этой роли' },
    detail: { en: 'A role that is not held cannot be taken.', ru: 'Отобрать можно только ту роль, которая есть.' },
  },
  'role-name-taken': {
    title: { en: 'The role name is taken', ru: 'Имя роли занято' },
    detail: { en: 'There is a role of this name already.', ru: 'Роль с таким именем уже есть.' },
  },
  'built-in-role': {
    title: { en: 'The role is built in', ru: 'Это встроенная роль' },
    detail: {
      en: 'Built-in roles are neither deleted nor renamed; anonymous and user come by themselves and are neither given nor taken.',
      ru: 'Встроенные роли не удаляют и не переименовывают; anonymous и user есть сами собой, их не дают и не отбирают.',
    },
  },
  'too-many-roles': {
    title: { en: 'Too many roles', ru: 'Слишком много ролей' },
    detail: { en: 'Nobody can have more than 50 roles.', ru: 'Больше 50 ролей ни у кого быть не может.' },
  },
  'last-superuser': {
    title: { en: 'The last superuser', ru: 'Последний суперпользователь' },
    detail: {
      en: 'There must be an active superuser: make another one first.',
      ru: 'Активный суперпользователь должен быть всегда: сначала заведите другого.',
    },
  },
  'restriction-not-found': {
    title: { en: 'No such restriction', ru: 'Нет такого ограничения' },
    detail: { en: 'There is no restriction of this label.', ru: 'Ограничения с такой меткой нет.' },
  },
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
  'genre-not-found': {
    title: { en: 'No such genre', ru: 'Нет такого жанра' },
    detail: { en: 'There is no genre with this id.', ru: 'Жанра с таким номером нет.' },
  },
  'director-not-found': {
    title: { en: 'No such director', ru: 'Нет такого режиссёра' },
    detail: { en: 'There is no director with this id.', ru: 'Режиссёра с таким номером нет.' },
  },
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
};
