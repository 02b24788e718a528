import { effect, signal } from '@preact/signals';
import { remember, remembered } from './remembered.ts';

export const LANGUAGES = ['ru', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The remembered language, otherwise the first language of the browser that the page has, otherwise English. */
function preferredLanguage(): Language {
  const wanted = [remembered('language'), ...navigator.languages].map((tag) => tag?.slice(0, 2).toLowerCase());
  return LANGUAGES.find((language) => language === wanted.find((tag) => tag === 'ru' || tag === 'en')) ?? 'en';
}

export const language = signal<Language>(preferredLanguage());

export function switchLanguage(to: Language): void {
  language.value = to;
  remember('language', to);
}

effect(() => {
  document.documentElement.lang = language.value;
});

type Words = { readonly [key: string]: string | Words | ((...values: never[]) => string) };

/** The keys of `W` with any texts. */
type SameKeys<W> = {
  readonly [Key in keyof W]: W[Key] extends string
    ? string
    : W[Key] extends (...values: infer Values) => string
      ? (...values: Values) => string
      : SameKeys<W[Key]>;
};

/**
 * The texts of a subject in all languages; a missing one does not compile. The result is a function that returns the
 * texts of the current language. A component that calls it is rendered again when the language changes.
 */
export function wording<W extends Words>(en: W, ru: SameKeys<NoInfer<W>>): () => SameKeys<W> {
  return () => (language.value === 'ru' ? ru : (en as unknown as SameKeys<W>));
}

type Forms<L extends Language> = L extends 'ru'
  ? { one: string; few: string; many: string; other?: string }
  : { one: string; other: string };

/** Creates a formatter when it is first needed, because each one takes milliseconds on a phone. */
function perLanguage<F>(make: (of: Language) => F): (of?: Language) => F {
  const made = new Map<Language, F>();
  return (of = language.value) => {
    const formatter = made.get(of) ?? make(of);
    made.set(of, formatter);
    return formatter;
  };
}

const pluralRules = perLanguage((of) => new Intl.PluralRules(of));
const numbers = perLanguage((of) => new Intl.NumberFormat(of));
const ratings = perLanguage((of) => new Intl.NumberFormat(of, { minimumFractionDigits: 1, maximumFractionDigits: 1 }));
// A day has no time zone, so it is formatted in the zone in which it is parsed.
const days = perLanguage((of) => new Intl.DateTimeFormat(of, { dateStyle: 'long', timeZone: 'UTC' }));
const shortDays = perLanguage((of) => new Intl.DateTimeFormat(of, { dateStyle: 'medium', timeZone: 'UTC' }));
const times = perLanguage((of) => new Intl.DateTimeFormat(of, { dateStyle: 'medium', timeStyle: 'short' }));
const timesOfDay = perLanguage((of) => new Intl.DateTimeFormat(of, { timeStyle: 'short' }));

/** A text that depends on a number, such as `{one: '# film', other: '# films'}`; `#` becomes the number. */
export function counted<L extends Language>(of: L, forms: Forms<L>): (count: number) => string {
  const texts: Partial<Record<Intl.LDMLPluralRule, string>> = forms;
  return (count) =>
    (texts[pluralRules(of).select(count)] ?? texts.other ?? texts.many ?? '').replace('#', numbers(of).format(count));
}

export const format = {
  number: (value: number) => numbers().format(value),
  /** With one decimal. */
  rating: (value: number) => ratings().format(value),
  /** `day`: such as `2026-11-20` */
  day: (day: string) => days().format(new Date(day)),
  shortDay: (day: string) => shortDays().format(new Date(day)),
  /** `time`: RFC 3339; shown in the zone of the browser */
  time: (time: string) => times().format(new Date(time)),
  /** Day and time, or only the time if it is today. */
  untilTime: (time: Date) => (time.toDateString() === new Date().toDateString() ? timesOfDay() : times()).format(time),
};
