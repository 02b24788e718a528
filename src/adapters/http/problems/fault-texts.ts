import type { FieldFaultCode } from '../../../domain/shared/errors.ts';
import type { Text } from '../input/language.ts';

/** `{limit}` is replaced by the fault's limit. */
export const FAULT_TEXTS: Readonly<Record<FieldFaultCode, Text>> = {
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
  'day-out-of-range': {
    en: 'The day must lie between 1895 and tomorrow.',
    ru: 'День должен быть не раньше 1895 года и не позже завтрашнего.',
  },
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
  'unknown-permission': { en: 'There is no such permission.', ru: 'Такого разрешения нет.' },
  'unknown-genre': { en: 'There is no such genre.', ru: 'Такого жанра нет.' },
  'mixed-scripts': {
    en: 'Use letters of one alphabet only.',
    ru: 'Используйте буквы только одного алфавита.',
  },
  'password-common': {
    en: 'Too many people use this password; choose another.',
    ru: 'Этот пароль слишком распространён; выберите другой.',
  },
  'password-is-login': {
    en: 'The password must not be the log-in name.',
    ru: 'Пароль не должен совпадать с именем для входа.',
  },
  'password-is-service-name': {
    en: 'The password must not be the name of the service.',
    ru: 'Пароль не должен совпадать с названием сервиса.',
  },
};
