import { describe, expect, it } from 'vitest';
import { mergeFilm } from '../../../src/domain/films/merge-film.ts';
import { FIRST_OWN_ID, unknownFilm } from '../../../src/domain/films/movie.ts';
import { aCard, aFilm } from '../../builders/film.ts';

const nothing = unknownFilm(301);
const later = new Date('2026-12-01T00:00:00.000Z');

describe('mergeFilm', () => {
  it('takes all data of an unknown film', () => {
    expect(mergeFilm(nothing, aCard())).toEqual(aCard());
    expect(mergeFilm(nothing, aFilm())).toEqual(aFilm());
  });

  it('loses nothing to a record without data', () => {
    expect(mergeFilm(aCard(), nothing)).toEqual(aCard());
    expect(mergeFilm(aCard(), { ...nothing, fetchedAt: later })).toEqual(aCard({ fetchedAt: later }));
  });

  it('changes nothing for the same record again', () => {
    expect(mergeFilm(aCard(), aCard())).toEqual(aCard());
  });

  it('replaces known values by those of a card', () => {
    const card = aCard({
      nameRu: 'Матрица (1999)',
      rating: 9,
      genres: ['драма'],
      countries: ['США'],
      fetchedAt: later,
    });
    expect(mergeFilm(aCard(), card)).toEqual(card);
    expect(mergeFilm(aFilm({ rating: 1, year: 2000 }), card)).toEqual(card);
  });

  it('only adds missing values from a record that is not a card', () => {
    const said = aFilm({ nameRu: 'Другое', nameEn: 'Other', rating: 1, genres: ['драма'], countries: ['Чад'] });
    expect(mergeFilm(aCard(), said)).toEqual(aCard());
    expect(mergeFilm(aFilm(), said)).toEqual(aFilm({ nameEn: 'Other', countries: ['Чад'] }));
  });

  it('only adds missing values from an older card, so that the order of cards does not matter', () => {
    const older = aCard({ rating: 1, description: 'old' });
    const newer = aCard({ rating: 2, description: null, fetchedAt: later });
    const both = aCard({ rating: 2, description: 'old', fetchedAt: later });
    expect(mergeFilm(mergeFilm(nothing, older), newer)).toEqual(both);
    expect(mergeFilm(mergeFilm(nothing, newer), older)).toEqual(both);
  });

  it('names each genre and country once', () => {
    const said = aFilm({ genres: ['драма', 'драма'], countries: ['США', 'США'] });
    expect(mergeFilm(nothing, said)).toMatchObject({ genres: ['драма'], countries: ['США'] });
  });

  describe('trailer', () => {
    it.each([
      { known: undefined, said: undefined, merged: undefined },
      { known: undefined, said: null, merged: null },
      { known: null, said: undefined, merged: null },
      { known: 'known', said: null, merged: 'known' },
      { known: 'known', said: undefined, merged: 'known' },
      { known: null, said: 'said', merged: 'said' },
      { known: 'known', said: 'said', merged: 'said' },
    ])('of $known and the card’s $said becomes $merged', ({ known, said, merged }) => {
      const film = mergeFilm(aFilm({ trailerUrl: known }), aCard({ trailerUrl: said }));
      expect(film.trailerUrl).toBe(merged);
    });
  });

  describe('directors', () => {
    const lana = { id: 23330, name: 'Лана Вачовски' };
    const lilly = { id: 23331, name: 'Лилли Вачовски' };
    const nameless = (director: { name: string }) => ({ id: null, name: director.name });

    it.each([
      { title: 'nobody was asked', known: undefined, said: undefined, merged: undefined },
      { title: 'asked in vain', known: undefined, said: [], merged: [] },
      { title: 'known, not asked again', known: [lana], said: undefined, merged: [lana] },
      { title: 'known, asked in vain', known: [lana], said: [], merged: [lana] },
      { title: 'asked with success', known: [], said: [lana, lilly], merged: [lana, lilly] },
      { title: 'overruled', known: [lana], said: [lilly], merged: [lilly] },
      { title: 'renamed', known: [lana], said: [{ id: 23330, name: 'Л. В.' }], merged: [{ id: 23330, name: 'Л. В.' }] },
      { title: 'known by name, now by id', known: [nameless(lana)], said: [lana], merged: [lana] },
      { title: 'known by id, now by name', known: [lana], said: [nameless(lana)], merged: [lana] },
      { title: 'named twice', known: [], said: [lana, lana, nameless(lana)], merged: [lana] },
      { title: 'twice by name', known: [], said: [nameless(lana), nameless(lana)], merged: [nameless(lana)] },
      { title: 'of one name, two', known: [], said: [lana, { ...lana, id: 5 }], merged: [lana, { ...lana, id: 5 }] },
    ])('$title', ({ known, said, merged }) => {
      expect(mergeFilm(aFilm({ directors: known }), aCard({ directors: said })).directors).toEqual(merged);
    });

    it('get ids from a record that only adds missing values', () => {
      const known = aFilm({ directors: [nameless(lilly), nameless(lana)] });
      expect(mergeFilm(known, aFilm({ directors: [lana] })).directors).toEqual([nameless(lilly), lana]);
    });

    it.each([0, -1, FIRST_OWN_ID, FIRST_OWN_ID + 1])('do not get the id %i, which is not one of Kinopoisk', (id) => {
      expect(mergeFilm(nothing, aFilm({ directors: [{ ...lana, id }] })).directors).toEqual([nameless(lana)]);
    });
  });
});
