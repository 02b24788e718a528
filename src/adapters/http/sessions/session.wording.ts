import type { Wording } from '../problems/wording.ts';

export const sessionWording = {
  problems: {
    'invalid-credentials': {
      title: { en: 'The log-in was refused', ru: 'Войти не удалось' },
      detail: {
        en: 'The log-in name or the password is wrong, or the account is deactivated.',
        ru: 'Неверное имя для входа или пароль либо учётная запись отключена.',
      },
    },
    'invalid-token': {
      title: { en: 'The token is not valid', ru: 'Токен недействителен' },
      detail: {
        en: 'The token has expired, was revoked or was not issued by this service. Renew the session, log in again or make another personal access token.',
        ru: 'Срок действия токена истёк, он отозван или выдан не этим сервисом. Обновите сессию, войдите снова или создайте новый персональный токен.',
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
    'session-required': {
      title: { en: 'A log-in is required', ru: 'Нужен вход по паролю' },
      detail: {
        en: 'A personal access token cannot do this, whatever it allows. Log in and use the access token of your session.',
        ru: 'С персональным токеном это сделать нельзя, какие бы разрешения он ни давал. Войдите и используйте токен доступа сессии.',
      },
    },
    'token-not-found': {
      title: { en: 'No such token', ru: 'Нет такого токена' },
      detail: {
        en: 'You have no personal access token with this id. See GET /user/tokens for your tokens.',
        ru: 'У вас нет персонального токена с таким идентификатором. Список ваших токенов: GET /user/tokens.',
      },
    },
    'too-many-tokens': {
      title: { en: 'Too many personal access tokens', ru: 'Слишком много персональных токенов' },
      detail: {
        en: 'You have 20 personal access tokens, which is the limit. Revoke one that you no longer need.',
        ru: 'У вас уже 20 персональных токенов — это предел. Отзовите ненужный токен и повторите запрос.',
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
