import { wording } from '../shared/language.ts';

/** What each permission of the service allows. */
export const permissionsWording = wording(
  {
    'movies:read': 'Search, read and list films',
    'catalogue:read': 'Read genres and directors',
    'favorites:own': 'Use one’s own shelf and imports',
    'account:own': 'Read and change one’s own account',
    'users:read': 'See all people',
    'users:manage': 'Give and take away roles, deactivate accounts, end sessions of others',
    'roles:manage': 'Create, change and delete roles',
    'restrictions:manage': 'Restrict films to some people',
    'tokens:introspect': 'Look up tokens of other people, for other services',
    allLabels: 'View films of every label',
    label: (label: string) => `View films labelled “${label}”`,
  },
  {
    'movies:read': 'Искать и смотреть фильмы',
    'catalogue:read': 'Смотреть жанры и режиссёров',
    'favorites:own': 'Пользоваться своей полкой и импортом',
    'account:own': 'Читать и менять данные своей учётной записи',
    'users:read': 'Видеть всех людей',
    'users:manage': 'Выдавать и отзывать роли, отключать учётные записи, завершать чужие сессии',
    'roles:manage': 'Создавать, менять и удалять роли',
    'restrictions:manage': 'Ограничивать показ фильмов',
    'tokens:introspect': 'Проверять чужие токены для других сервисов',
    allLabels: 'Смотреть фильмы с любой меткой',
    label: (label) => `Смотреть фильмы с меткой «${label}»`,
  },
);
