import type { Wording } from '../problems/wording.ts';

export const accessWording = {
  problems: {
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
  },
  faults: {
    'unknown-permission': { en: 'There is no such permission.', ru: 'Такого разрешения нет.' },
  },
} as const satisfies Wording;
