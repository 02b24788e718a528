import type { Wording } from '../problems/wording.ts';

export const sessionWording = {
  problems: {
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
  },
} as const satisfies Wording;
