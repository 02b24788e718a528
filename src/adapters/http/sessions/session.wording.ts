import type { Wording } from '../problems/wording.ts';

export const sessionWording = {
  problems: {
    'invalid-credentials': {
      title: { en: 'The log-in was refused', ru: 'Войти не удалось' },
      detail: {
        en: 'The login or the password is wrong, or the account is deactivated.',
        ru: 'Неверное имя или пароль либо учётная запись отключена.',
      },
    },
    'invalid-token': {
      title: { en: 'The token is not valid', ru: 'Токен недействителен' },
      detail: {
        en: 'The token has expired, was revoked or was not issued by this service. Renew the session or log in again.',
        ru: 'Срок действия токена истёк, он отозван или выдан не этим сервисом. Обновите сессию или войдите снова.',
      },
    },
    'invalid-scope': {
      title: { en: 'The scope is not valid', ru: 'Недопустимый набор разрешений' },
      detail: {
        en: 'Ask for permissions that exist and that your account and your session have, separated by spaces.',
        ru: 'Запрашивайте через пробел существующие разрешения, которые есть у вашей учётной записи и сессии.',
      },
    },
    'refresh-token-reused': {
      title: { en: 'The refresh token was already used', ru: 'Токен обновления уже использован' },
      detail: {
        en: 'Somebody else may have the token, so the session was ended. Log in again.',
        ru: 'Возможно, токен попал в чужие руки, поэтому сессия завершена. Войдите снова.',
      },
    },
    'session-not-found': {
      title: { en: 'No such session', ru: 'Нет такой сессии' },
      detail: {
        en: 'You have no session with this id. See GET /user/sessions for your sessions.',
        ru: 'У вас нет сессии с таким идентификатором. Список ваших сессий: GET /user/sessions.',
      },
    },
  },
} as const satisfies Wording;
