import type { Wording } from '../problems/wording.ts';

export const accountWording = {
  problems: {
    'wrong-password': {
      title: { en: 'The password is not right', ru: 'Пароль неверен' },
      detail: { en: 'Give your current password.', ru: 'Укажите ваш текущий пароль.' },
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
  },
  faults: {
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
  },
  wireNames: { favoriteGenreId: 'favorite_genre', newPassword: 'password_2' },
} as const satisfies Wording;
