import type { Text } from '../input/language.ts';
import type { Wording } from '../problems/wording.ts';

/** What the built-in roles are for, by name. The database has the English text until somebody changes it. */
export const builtInRoles: Readonly<Record<string, Text>> = {
  anonymous: { en: 'Everyone without a token', ru: 'Все, кто не вошёл' },
  user: { en: 'Everyone who registered', ru: 'Все, кто зарегистрировался' },
  subscribers: { en: 'For films that only some may view', ru: 'Для фильмов, которые доступны не всем' },
  admin: {
    en: 'Everything but what only superusers may',
    ru: 'Всё, кроме того, что могут только суперпользователи',
  },
};

export const accessWording = {
  problems: {
    'user-not-found': {
      title: { en: 'No such user', ru: 'Нет такого пользователя' },
      detail: {
        en: 'There is no user with this id. Check the id.',
        ru: 'Пользователя с таким идентификатором нет. Проверьте идентификатор.',
      },
    },
    'role-not-found': {
      title: { en: 'No such role', ru: 'Нет такой роли' },
      detail: {
        en: 'There is no role with this name. See GET /roles for all roles.',
        ru: 'Роли с таким именем нет. Список ролей: GET /roles.',
      },
    },
    'role-not-held': {
      title: { en: 'The user does not have the role', ru: 'У пользователя нет этой роли' },
      detail: {
        en: 'Only a role that the user has can be taken away.',
        ru: 'Отозвать можно только ту роль, которая есть у пользователя.',
      },
    },
    'role-name-taken': {
      title: { en: 'The role name is taken', ru: 'Имя роли занято' },
      detail: {
        en: 'Another role has this name. Choose a different one.',
        ru: 'Роль с таким именем уже есть. Выберите другое имя.',
      },
    },
    'built-in-role': {
      title: { en: 'The role is built in', ru: 'Это встроенная роль' },
      detail: {
        en: 'Built-in roles cannot be renamed or deleted. The roles anonymous and user are assigned automatically; you cannot give or take them.',
        ru: 'Встроенные роли нельзя переименовать или удалить. Роли anonymous и user назначаются автоматически: их нельзя ни выдать, ни отозвать.',
      },
    },
    'too-many-roles': {
      title: { en: 'Too many roles', ru: 'Слишком много ролей' },
      detail: {
        en: 'A user can have at most 50 roles. Take another role away first.',
        ru: 'У пользователя может быть не больше 50 ролей. Сначала отзовите другую роль.',
      },
    },
    'last-superuser': {
      title: { en: 'The last superuser', ru: 'Последний суперпользователь' },
      detail: {
        en: 'At least one superuser must stay active. Create another one first.',
        ru: 'Должен оставаться хотя бы один активный суперпользователь. Сначала создайте другого.',
      },
    },
    'restriction-not-found': {
      title: { en: 'No such restriction', ru: 'Нет такого ограничения' },
      detail: {
        en: 'There is no restriction with this label. See GET /restrictions for all restrictions.',
        ru: 'Ограничения с такой меткой нет. Список ограничений: GET /restrictions.',
      },
    },
  },
  faults: {
    'unknown-permission': {
      en: 'There is no such permission. GET /permissions lists them.',
      ru: 'Такого разрешения не существует. Список разрешений: GET /permissions.',
    },
  },
} as const satisfies Wording;
