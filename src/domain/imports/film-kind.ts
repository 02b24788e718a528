/**
 * The kind of the thing that a row names. `other`: an episode, a season, a game or a podcast, which cannot be on a
 * shelf.
 */
export type FilmKind = 'film' | 'series' | 'other';

/**
 * Beginnings and parts of the words for each kind, in the languages of IMDb and in related ones. They are tried in this
 * order, because a podcast series is not a series, and an episode of a series is not one either.
 */
const WORDS: readonly (readonly [FilmKind, readonly string[]])[] = [
  [
    'other',
    [
      ...['episod', 'épisod', 'episód', 'эпизод', 'епізод', 'epizod', 'epizód', 'aflevering', 'avsnitt', 'odcinek'],
      ...['fernsehfolge', 'tvfolge', 'bölüm', 'jakso', 'επεισόδιο', 'エピソード', '剧集单集', '에피소드', 'एपिसोड'],
      ...['podcast', 'pódcast', 'подкаст', 'पॉडकास्ट'],
      ...[
        'videogame',
        'videospiel',
        'videojuego',
        'videogioco',
        'jeuvidéo',
        'jogo',
        'видеоигр',
        'gra wideo',
        'वीडियोगेम',
      ],
      ...[
        'musicvideo',
        'musikvideo',
        'clip',
        'videomus',
        'vídeomus',
        'vidéomus',
        'vídeo musical',
        'музыкальноевид',
        'клип',
      ],
      ...['season', 'сезон', 'staffel', 'saison', 'temporada', 'stagione'],
      ...['manga', 'comic', 'boardgame', 'audiobook', 'манга', 'книга', 'игра'],
    ],
  ],
  [
    'series',
    ['series', 'serie', 'série', 'tvshow', 'minissér', 'serial', 'seriál', 'сериал', 'серіал', 'твшоу', 'телешоу'],
  ],
  [
    'series',
    ['miniserie', 'dizi', 'sarja', 'sorozat', 'σειρά', 'シリーズ', '电视剧', '시리즈', 'टीवी सीरीज़', 'टीवी मिनी सीरीज़'],
  ],
  [
    'film',
    [
      ...['movie', 'film', 'feature', 'documentary', 'short', 'special', 'video', 'vídeo', 'vidéo', 'фильм', 'фільм'],
      ...['película', 'largometraje', 'filme', 'cortometra', 'curtametragem', 'courtmétrage', 'kurzfilm'],
      ...[
        'émissionspéciale',
        'spécial',
        'especial',
        'speciale',
        'tvspecial',
        'короткометраж',
        'видео',
        'телеспектакль',
      ],
      ...['elokuva', 'ταινία', '映画', '电影', '영화', 'फ़िल्म', 'corto', 'кино'],
    ],
  ],
];

/** Types that must be the whole text, because they are also parts of other words. */
const WHOLE_WORDS: ReadonlyMap<string, FilmKind> = new Map([
  ['tv', 'series'],
  ['show', 'series'],
  ['shows', 'series'],
  ['folge', 'other'],
  ['серия', 'other'],
  ['выпуск', 'other'],
  ['game', 'other'],
  ['book', 'other'],
  ['music', 'other'],
  ['song', 'other'],
  ['person', 'other'],
  ['list', 'other'],
]);

const PARTS = WORDS.map(([kind, words]) => [kind, words.map(plain)] as const);

/** The kind that a type names. @returns `undefined` for a type without a known word */
export function kindOf(type: string): FilmKind | undefined {
  const word = plain(type);
  const whole = WHOLE_WORDS.get(word);
  if (whole !== undefined) return whole;
  return PARTS.find(([, parts]) => parts.some((part) => word.includes(part)))?.[0];
}

/**
 * Letters only, in lower case and without accents: `TV Mini-Series`, `tvMiniSeries` and `TV_MINI_SERIES` become equal.
 */
function plain(type: string): string {
  return type
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^\p{L}]/gu, '');
}
