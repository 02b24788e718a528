import { MAX_USERNAME_LENGTH, MIN_USERNAME_LENGTH } from '../../../domain/accounts/username.ts';
import type { Wording } from '../problems/wording.ts';

export const accountWording = {
  problems: {
    'wrong-password': {
      title: { en: 'The password is wrong', ru: 'Неверный пароль' },
      detail: { en: 'Enter your current password.', ru: 'Введите текущий пароль.' },
    },
    'username-taken': {
      title: { en: 'The user name is taken', ru: 'Имя пользователя занято' },
      detail: {
        en: 'This user name, or one that looks the same, is taken. Choose another.',
        ru: 'Это имя или похожее на него уже занято. Выберите другое.',
      },
    },
    'email-taken': {
      title: { en: 'The e-mail address is taken', ru: 'Адрес почты занят' },
      detail: {
        en: 'An account with this e-mail address exists. Use another address, or log in.',
        ru: 'Учётная запись с этим адресом уже есть. Укажите другой адрес или войдите.',
      },
    },
  },
  faults: {
    'unknown-genre': { en: 'There is no such genre.', ru: 'Такого жанра нет.' },
    'mixed-scripts': {
      en: 'Use letters of one alphabet only.',
      ru: 'Используйте буквы только одного алфавита.',
    },
    'password-common': {
      en: 'This password is too common. Choose another.',
      ru: 'Этот пароль слишком распространён. Выберите другой.',
    },
    'password-is-login': {
      en: 'The password must not be the log-in name.',
      ru: 'Пароль не должен совпадать с именем для входа.',
    },
    'password-is-service-name': {
      en: 'The password must not be the name of the service.',
      ru: 'Пароль не должен совпадать с названием сервиса.',
    },
  },
  wanted: {
    username: {
      en: `${MIN_USERNAME_LENGTH} to ${MAX_USERNAME_LENGTH} letters of one alphabet (Latin, Cyrillic or Greek), digits, and single . _ - between them, such as neo`,
      ru: `от ${MIN_USERNAME_LENGTH} до ${MAX_USERNAME_LENGTH} букв одного алфавита (латиница, кириллица или греческий) и цифр; между ними по одной можно ставить . _ -, например neo`,
    },
    email: { en: 'an e-mail address such as neo@example.com', ru: 'адрес почты, например neo@example.com' },
    favoriteGenreId: { en: 'the id of a genre, see GET /genres', ru: 'идентификатор жанра, см. GET /genres' },
  },
  wireNames: { favoriteGenreId: 'favorite_genre', newPassword: 'password_2' },
} as const satisfies Wording;
