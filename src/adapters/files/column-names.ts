import { LRUCache } from 'lru-cache';
import type { ListField } from '../../domain/imports/list-columns.ts';
import { MAX_COLUMN_NAME } from '../../domain/imports/list-columns.ts';
import type { RatingScale } from '../../domain/imports/rating-scale.ts';
import { copied } from './list-limits.ts';

/** Latin letters that look like Russian ones: Kinopoisk itself writes a Latin c in `режисcёр`. */
const LOOK_ALIKES = new Map(
  Object.entries({ a: 'а', b: 'в', c: 'с', e: 'е', h: 'н', k: 'к', m: 'м', o: 'о', p: 'р', t: 'т', x: 'х', y: 'у' }),
);

/** A cache, because every record of a JSON list repeats the same names. */
const plainNames = new LRUCache<string, string>({ max: 1000, memoMethod: toPlainName });

/**
 * Names of columns that people and sites use, best first, compared by {@link plainName}. Many sites use English names
 * in every language; other sites, and people, use names in their own language.
 */
const NAMES: Readonly<Record<ListField, readonly string[]>> = {
  kinopoisk_id: ['kinopoisk_id', 'kp_id', 'id кинопоиска', 'id кинопоиск', 'кинопоиск id', 'номер кинопоиска'],
  imdb_id: ['imdb_id', 'const', 'tconst', 'imdb', 'id imdb', 'imdb link', 'imdb url'],
  link: [
    ...[
      'url',
      'link',
      'web_url',
      'kinopoisk url',
      'kinopoisk link',
      'ссылка',
      'ссылка на фильм',
      'ссылка на кинопоиск',
    ],
  ],
  title: [
    ...['title', 'name', 'film', 'movie', 'primary title', 'film title', 'movie title', 'film name', 'movie name'],
    ...['название', 'название фильма', 'фильм', 'русскоязычное название', 'русское название', 'наименование'],
    ...['название на русском', 'name_ru', 'title_ru', 'titel', 'titre', 'titulo', 'titolo', 'tytul', 'show', 'series'],
    ...['сериал', 'фильм/сериал', 'фильмы'],
  ],
  original_title: [
    ...['original title', 'original name', 'оригинальное название', 'англоязычное название', 'название в оригинале'],
    ...['английское название', 'название на английском', 'оригинал', 'name_original', 'name_en', 'title_en'],
    ...[
      'originaltitel',
      'titre original',
      'titulo original',
      'titolo originale',
      'english title',
      'international title',
    ],
  ],
  year: [
    ...[
      'year',
      'release year',
      'film year',
      'movie year',
      'start year',
      'год',
      'год выпуска',
      'год выхода',
      'год создания',
    ],
    ...['год производства', 'jahr', 'annee', 'ano', 'anno', 'rok'],
  ],
  release_date: [
    ...['release date', 'released', 'release date (month/day/year)', 'first air date', 'premiere', 'мировая премьера'],
    ...['дата выхода', 'премьера'],
  ],
  type: [
    ...[
      'title type',
      'type',
      'media type',
      'anime type',
      'kind',
      'тип',
      'вид',
      'titeltyp',
      'type de titre',
      'tipo de titulo',
    ],
    ...['tipo di titolo', 'tipo'],
  ],
  season: ['season number', 'season', 'сезон', 'номер сезона', 'staffel', 'saison', 'temporada', 'stagione'],
  episode: [
    ...['episode number', 'episode', 'episode title', 'серия', 'эпизод', 'номер серии', 'номер эпизода', 'folge'],
    ...['episodio'],
  ],
  user_rating: [
    ...['user_rating', 'your rating', 'you rated', 'my rating', 'rating10', 'моя оценка', 'ваша оценка', 'мой рейтинг'],
    ...[
      'my score',
      'your score',
      'my vote',
      'ihre bewertung',
      'deine bewertung',
      'meine bewertung',
      'votre note',
      'ma note',
    ],
    ...['tu calificacion', 'tu puntuacion', 'mi calificacion', 'il tuo voto', 'la tua valutazione', 'sua avaliacao'],
    ...['sua nota', 'minha nota', 'twoja ocena', 'rating 10', 'rating100', 'score100', 'rating5'],
    ...['score', 'rating', 'оценка', 'балл', 'баллы', 'оценки', 'рейтинг', 'stars', 'звезды', 'звезд', 'vote', 'voto'],
    ...['bewertung', 'note/10', 'rating/10', 'rating (10)', 'оценка/10', 'оценка (10)', 'оценка из 10', 'оценка из 5'],
    ...['оценка (из 10)', 'оценка (из 5)', 'rating (out of 10)', 'rating (out of 5)', 'grade'],
  ],
  note: [
    ...['note', 'notes', 'my note', 'review', 'my review', 'comment', 'comments', 'memo', 'description', 'thoughts'],
    ...[
      'заметка',
      'заметки',
      'моя заметка',
      'комментарий',
      'мой комментарий',
      'комментарии',
      'примечание',
      'примечания',
    ],
    ...['отзыв', 'мой отзыв', 'рецензия', 'моя рецензия', 'мнение', 'впечатление', 'впечатления', 'описание'],
    ...['review text', 'remarks', 'kommentar', 'commentaire', 'comentario', 'commento'],
  ],
  watched_at: [
    ...['watched_at', 'watched date', 'date watched', 'watched on', 'last watched at', 'last watched', 'watched'],
    ...['date seen', 'seen on', 'seen', 'view date', 'viewed on', 'end date', 'дата просмотра', 'когда посмотрел'],
    ...['посмотрел', 'просмотрен', 'просмотрено', 'посмотрено', 'смотрел', 'дата последнего просмотра'],
  ],
  added_at: [
    ...['added_at', 'date added', 'date rated', 'rated at', 'rated on', 'listed at', 'collected at', 'created'],
    ...['created at', 'created date', 'date', 'added', 'added on', 'timestamp', 'дата добавления', 'дата оценки'],
    ...['дата и время', 'добавлено', 'добавлен', 'дата', 'datum', 'fecha', 'data'],
  ],
};

/** Columns whose name states the scale of their ratings. */
const SCALES: ReadonlyMap<string, RatingScale> = new Map(
  (
    [
      [5, ['stars', 'звезды', 'звезд', 'rating5', 'оценка из 5', 'оценка (из 5)', 'rating (out of 5)']],
      [
        10,
        ['user_rating', 'your rating', 'you rated', 'rating10', 'моя оценка', 'ваша оценка', 'rating 10', 'note/10'],
      ],
      [
        10,
        [
          'rating/10',
          'rating (10)',
          'оценка/10',
          'оценка (10)',
          'оценка из 10',
          'оценка (из 10)',
          'rating (out of 10)',
        ],
      ],
      [10, ['ihre bewertung', 'deine bewertung', 'votre note', 'tu calificacion', 'tu puntuacion', 'il tuo voto']],
      [10, ['la tua valutazione', 'sua avaliacao', 'sua nota', 'twoja ocena']],
      [100, ['rating100', 'score100']],
    ] as const
  ).flatMap(([scale, names]) => names.map((name) => [plainName(name), scale] as const)),
);

/**
 * Columns that may contain an IMDb id without `tt`: `0110357`. Other columns with "imdb" in the name may contain
 * ratings.
 */
const IMDB_ID_NAMES: ReadonlySet<string> = new Set(['imdb_id', 'const', 'tconst', 'id imdb'].map(plainName));

const FIELDS: ReadonlyMap<string, { readonly field: ListField; readonly rank: number }> = new Map(
  (Object.entries(NAMES) as [ListField, readonly string[]][]).flatMap(([field, names]) =>
    names.map((name, rank) => [plainName(name), { field, rank }] as const),
  ),
);

/** The name without case, accents, spaces, punctuation and Latin look-alikes among Russian letters. */
export function plainName(name: string): string {
  // Names of JSON members may be long, and the cache outlives the file.
  return plainNames.memo(name.length > MAX_COLUMN_NAME ? copied(name.slice(0, MAX_COLUMN_NAME)) : name);
}

function toPlainName(name: string): string {
  const letters = name
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^\p{L}\p{N}]/gu, '');
  return /\p{Script=Cyrillic}/u.test(letters)
    ? Array.from(letters, (letter) => LOOK_ALIKES.get(letter) ?? letter).join('')
    : letters;
}

/**
 * The field of a column with this name. `rank`: if there are several columns for one field, the one with the lowest
 * rank is used.
 */
export function fieldOf(name: string): { readonly field: ListField; readonly rank: number } | undefined {
  return FIELDS.get(plainName(name));
}

/** The scale of a column's ratings, if its name states it. */
export function scaleNamed(name: string): RatingScale | undefined {
  return SCALES.get(plainName(name));
}

export function mayHoldBareImdbIds(name: string): boolean {
  return IMDB_ID_NAMES.has(plainName(name));
}
