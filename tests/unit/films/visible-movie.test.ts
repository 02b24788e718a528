import { describe, expect, it } from 'vitest';
import { AccessPolicy } from '../../../src/domain/access/access-policy.ts';
import type { Actor } from '../../../src/domain/access/actor.ts';
import type { Restriction } from '../../../src/domain/access/restriction.ts';
import { MovieRestricted } from '../../../src/domain/access/restriction.ts';
import { BUILT_IN_ROLES } from '../../../src/domain/access/role.ts';
import { refuseRestricted, applyRestrictions } from '../../../src/domain/films/visible-movie.ts';
import { anonymous, aUserActor, aUserActorWith, operator } from '../../builders/actor.ts';
import { aMovie, visibleAsTeaser, visibleWhole } from '../../builders/film.ts';

const now = new Date('2026-11-20T12:00:00.000Z');
const chosen: Restriction = { label: 'chosen', rule: { kinopoiskIds: [301] } };
const scifi: Restriction = { label: 'sci-fi', rule: { genreId: 6 } };
const adult: Restriction = { label: 'adult', rule: { ageLimitFrom: 18 } };

function shown(actor: Actor, ...restrictions: readonly Restriction[]) {
  return applyRestrictions(actor, aMovie(), new AccessPolicy(BUILT_IN_ROLES, restrictions), now);
}

describe('showMovie', () => {
  it.each([
    ['nothing is restricted', []],
    ['other films are restricted', [adult]],
  ])('shows everybody the whole film while %s', (_, restrictions) => {
    expect(shown(aUserActor(), ...restrictions)).toEqual(visibleWhole(aMovie()));
    expect(shown(anonymous, ...restrictions)).toEqual(visibleWhole(aMovie()));
  });

  it.each<[string, Actor]>([
    ['somebody with the permission of every label of it', aUserActorWith('movies:label:chosen', 'movies:label:sci-fi')],
    ['somebody with the permission of all labels', aUserActorWith('movies:label:*')],
    ['a superuser without any role', aUserActor({ isSuperuser: true, permissions: new Set() })],
    ['the operator', operator],
  ])('shows all of a restricted film, and its labels, to %s', (_, actor) => {
    const whole = { movie: aMovie(), labels: ['chosen', 'sci-fi'], isViewable: true };
    expect(shown(actor, chosen, scifi, adult)).toEqual(whole);
  });

  it.each<[string, Actor]>([
    ['somebody without a token', anonymous],
    ['a user', aUserActor()],
    ['somebody with the permission of the first of its labels', aUserActorWith('movies:label:chosen')],
    ['somebody with the permission of the last of its labels', aUserActorWith('movies:label:sci-fi')],
    ['somebody with the permission of a label that it does not carry', aUserActorWith('movies:label:adult')],
    ['somebody with a label that begins alike', aUserActorWith('movies:label:chosen', 'movies:label:sci')],
    ['somebody who may restrict films', aUserActorWith('restrictions:manage')],
  ])('shows a teaser of a restricted film, and its labels, to %s', (_, actor) => {
    expect(shown(actor, chosen, scifi, adult)).toEqual(visibleAsTeaser(aMovie(), ['chosen', 'sci-fi']));
  });

  it('shows in a teaser which film it is, but not its content', () => {
    expect(shown(aUserActor(), chosen)).toEqual({
      movie: {
        kinopoiskId: 301,
        title: 'Матрица',
        originalTitle: null,
        description: null,
        year: 1999,
        rating: null,
        ratingImdb: null,
        genres: [
          { id: 6, name: 'фантастика' },
          { id: 11, name: 'боевик' },
        ],
        directors: [
          { id: 23330, name: 'Лана Вачовски' },
          { id: 23331, name: 'Лилли Вачовски' },
        ],
        trailerUrl: null,
        countries: [],
        lengthMinutes: null,
        ageLimit: null,
        type: 'FILM',
        imdbId: null,
        posterUrl: 'https://images.example.org/301.jpg',
        posterPreviewUrl: 'https://images.example.org/301-small.jpg',
        webUrl: 'https://www.kinopoisk.ru/film/301/',
        fetchedAt: null,
        isEnriched: true,
      },
      labels: ['chosen'],
      isViewable: false,
    });
  });

  it('does not change the given film', () => {
    const movie = aMovie();
    applyRestrictions(aUserActor(), movie, new AccessPolicy(BUILT_IN_ROLES, [chosen]), now);
    expect(movie).toEqual(aMovie());
  });
});

describe('refuseRestricted', () => {
  it('refuses a teaser', () => {
    expect(() => refuseRestricted(shown(aUserActor(), chosen))).toThrow(new MovieRestricted());
  });

  it('allows a film that may be viewed, with or without labels', () => {
    expect(() => refuseRestricted(shown(aUserActor()))).not.toThrow();
    expect(() => refuseRestricted(shown(aUserActorWith('movies:label:chosen'), chosen))).not.toThrow();
  });
});
