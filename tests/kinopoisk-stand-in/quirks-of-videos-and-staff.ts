import { professionTexts, staffRow } from './crew.ts';
import { inventFilm, youtubeId, type Film } from './film.ts';

const lena = { staffId: 20_100_001, nameRu: 'Лена Причал', nameEn: '' };
const otto = { staffId: 20_100_002, nameRu: 'Отто Вейсс', nameEn: 'Otto Weiss' };

/** Films with unusual videos or staff. `shows` describes each. */
export const quirksOfVideosAndStaff = {
  youtuBeUnknown: inventFilm({
    kinopoiskId: 901_020,
    shows: 'a youtu.be link with site UNKNOWN',
    nameRu: 'Короткая ссылка',
    videos: [{ name: 'Трейлер', url: `https://youtu.be/${youtubeId(901_020)}`, site: 'UNKNOWN' }],
  }),
  mp4Only: inventFilm({
    kinopoiskId: 901_021,
    shows: 'the only video is an mp4 on S3, site UNKNOWN',
    nameRu: 'Файл на дальней полке',
    videos: [
      {
        name: 'Трейлер',
        url: 'https://trailers.s3.mds.yandex.net/video_original/901021-invented.mp4',
        site: 'UNKNOWN',
      },
    ],
  }),
  widgetOnly: inventFilm({
    kinopoiskId: 901_022,
    shows: 'the only video is a Kinopoisk widget',
    nameRu: 'Виджет и точка',
    videos: [
      {
        name: 'Трейлер',
        url: 'https://widgets.kinopoisk.ru/discovery/trailer/2?onlyPlayer=1',
        site: 'KINOPOISK_WIDGET',
      },
    ],
  }),
  noVideos: inventFilm({
    kinopoiskId: 901_023,
    shows: '{"total":0,"items":[]}',
    nameRu: 'Немое кино о кино',
    videos: [],
  }),
  videosNotFound: inventFilm({
    kinopoiskId: 901_024,
    shows: 'videos answer 404',
    nameRu: 'Кассета потерялась',
    videos: 'not-found',
  }),
  manyVideos: inventFilm({
    kinopoiskId: 901_025,
    shows: 'teaser, fragment, making-of, then trailers in the old YouTube forms',
    nameRu: 'Сто роликов об одном',
    videos: [
      { name: 'Тизер', url: 'https://www.youtube.com/watch?v=teaser_0001', site: 'YOUTUBE' },
      { name: 'Фрагмент 3', url: 'http://youtu.be/fragmnt0001', site: 'YOUTUBE' },
      { name: 'О съёмках', url: 'https://www.youtube.com/watch?v=making_0001', site: 'UNKNOWN' },
      { name: 'Русский трейлер сезона 2', url: `http://www.youtube.com/v/${youtubeId(901_025)}`, site: 'UNKNOWN' },
      { name: 'Трейлер', url: 'https://www.youtube.com/watch?feature=share&v=trailer0002&t=3', site: 'YOUTUBE' },
    ],
  }),
  hostileVideos: inventFilm({
    kinopoiskId: 901_026,
    shows: 'not recorded: script, look-alike host and broken links',
    nameRu: 'Ссылки в никуда',
    videos: [
      { name: 'Трейлер', url: 'javascript:alert(1)', site: 'YOUTUBE' },
      { name: 'Трейлер', url: 'https://youtube.com.evil.example/watch?v=evil0000001', site: 'YOUTUBE' },
      { name: 'Трейлер', url: 'https://www.youtube.com/watch?v=short', site: 'YOUTUBE' },
      { name: 'Трейлер', url: 'not a url', site: 'UNKNOWN' },
    ],
  }),
  severalDirectors: inventFilm({
    kinopoiskId: 901_027,
    shows: 'two DIRECTOR rows; one staffId in three professions',
    nameRu: 'Двое за камерой',
    staff: [
      staffRow({ ...lena, professionKey: 'DIRECTOR' }),
      staffRow({ ...otto, professionKey: 'DIRECTOR' }),
      staffRow({ ...lena, professionKey: 'ACTOR', description: 'Мария' }),
      staffRow({ ...lena, professionKey: 'WRITER', description: 'идея' }),
    ],
  }),
  directorEnglishOnly: inventFilm({
    kinopoiskId: 901_028,
    shows: 'director with nameRu ""',
    nameRu: 'Переводчик уехал',
    staff: [staffRow({ staffId: 20_100_003, nameEn: 'Nils Harbour', professionKey: 'DIRECTOR' })],
  }),
  directorNameless: inventFilm({
    kinopoiskId: 901_029,
    shows: 'director with both names ""',
    nameRu: 'Снято неизвестным',
    staff: [staffRow({ staffId: 20_100_004, professionKey: 'DIRECTOR' })],
  }),
  noDirector: inventFilm({
    kinopoiskId: 901_030,
    shows: 'a crew without DIRECTOR',
    nameRu: 'Снялось само',
    staff: [staffRow({ ...otto, professionKey: 'ACTOR', description: 'Otto Weiss - сторож' })],
  }),
  staffEmpty: inventFilm({ kinopoiskId: 901_031, shows: 'staff []', nameRu: 'Пустая площадка', staff: [] }),
  staffNotFound: inventFilm({
    kinopoiskId: 901_032,
    shows: 'staff answers 404',
    nameRu: 'Съёмочная группа в отпуске',
    staff: 'not-found',
  }),
  unknownProfessions: inventFilm({
    kinopoiskId: 901_033,
    shows: 'PRODUCER_USSR and keys nobody declared',
    nameRu: 'Шоураннер из Сызрани',
    countries: ['СССР'],
    staff: [
      staffRow({ ...lena, professionKey: 'DIRECTOR' }),
      staffRow({ ...otto, professionKey: 'PRODUCER_USSR', professionText: professionTexts.PRODUCER_USSR }),
      staffRow({ ...otto, professionKey: 'SHOWRUNNER' }),
      staffRow({ ...lena, professionKey: 'HRONO_TITR_MALE' }),
    ],
  }),
} satisfies Record<string, Film>;
