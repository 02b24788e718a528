import { computed, effect, signal } from '@preact/signals';
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
 * The texts of a subject in all languages; a missing one does not compile. The result returns those of the current
 * language, and a component that calls it follows a change of the language.
 */
export function wording<W extends Words>(en: W, ru: SameKeys<NoInfer<W>>): () => SameKeys<W> {
  return () => (language.value === 'ru' ? ru : (en as unknown as SameKeys<W>));
}

type Forms<L extends Language> = L extends 'ru'
  ? { one: string; few: string; many: string; other?: string }
  : { one: string; other: string };

/** A text that depends on a number, such as `{one: '# film', other: '# films'}`; `#` becomes the number. */
export function counted<L extends Language>(of: L, forms: Forms<L>): (count: number) => string {
  const rules = new Intl.PluralRules(of);
  const numbers = new Intl.NumberFormat(of);
  const texts: Partial<Record<Intl.LDMLPluralRule, string>> = forms;
  return (count) => (texts[rules.select(count)] ?? texts.other ?? texts.many ?? '').replace('#', numbers.format(count));
}

const formats = computed(() => {
  const of = language.value;
  return {
    number: new Intl.NumberFormat(of),
    rating: new Intl.NumberFormat(of, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
    // A day has no time zone, so it is formatted in the one it is parsed in.
    day: new Intl.DateTimeFormat(of, { dateStyle: 'long', timeZone: 'UTC' }),
    shortDay: new Intl.DateTimeFormat(of, { dateStyle: 'medium', timeZone: 'UTC' }),
    time: new Intl.DateTimeFormat(of, { dateStyle: 'medium', timeStyle: 'short' }),
    timeOfDay: new Intl.DateTimeFormat(of, { timeStyle: 'short' }),
  };
});

export const format = {
  number: (value: number) => formats.value.number.format(value),
  /** With one decimal. */
  rating: (value: number) => formats.value.rating.format(value),
  /** `day`: such as `2026-11-20` */
  day: (day: string) => formats.value.day.format(new Date(day)),
  shortDay: (day: string) => formats.value.shortDay.format(new Date(day)),
  /** `time`: RFC 3339; shown in the zone of the browser */
  time: (time: string) => formats.value.time.format(new Date(time)),
  /** Day and time; for a time of today without the day. */
  untilTime: (time: Date) =>
    (time.toDateString() === new Date().toDateString() ? formats.value.timeOfDay : formats.value.time).format(time),
};
