import { wording } from '../shared/language.ts';

export const shellWording = wording(
  {
    main: 'Main',
    menu: 'Menu',
    account: 'Account',
    administration: 'Administration',
    language: 'Language',
    theme: 'Theme',
    themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
    api: 'API',
    languages: { ru: 'Русский', en: 'English' },
  },
  {
    main: 'Разделы',
    menu: 'Меню',
    account: 'Учётная запись',
    administration: 'Управление',
    language: 'Язык',
    theme: 'Оформление',
    themes: { system: 'Как в системе', light: 'Светлое', dark: 'Тёмное' },
    api: 'API',
    languages: { ru: 'Русский', en: 'English' },
  },
);
