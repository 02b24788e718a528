import { wording } from '../shared/language.ts';

export const quotaWording = wording(
  {
    title: 'Kinopoisk quota',
    resets: (time: string) => `Calls to Kinopoisk of today. The next day begins on ${time}.`,
    used: 'Made',
    remaining: 'Left',
    reserved: 'Of these, reserved for people',
    noKey: 'The service has no API key of Kinopoisk, so it makes no calls.',
  },
  {
    title: 'Квота Кинопоиска',
    resets: (time) => `Запросы к Кинопоиску за сегодня. Новый день начнётся ${time}.`,
    used: 'Сделано',
    remaining: 'Осталось',
    reserved: 'Из них только для людей',
    noKey: 'У сервиса нет ключа API Кинопоиска, поэтому запросов нет.',
  },
);
