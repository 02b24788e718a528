import { describe, expect, it } from 'vitest';
import { Optimistic } from '../../../web/src/shared/api/optimistic.ts';

type Film = { readonly rating: number | null; readonly note: string | null };

const film: Film = { rating: null, note: null };
const rated = (rating: number) => (value: Film) => ({ ...value, rating });
const noted = (note: string) => (value: Film) => ({ ...value, note });

describe('Optimistic', () => {
  it('shows a change before the service has answered', async () => {
    const value = new Optimistic(film);
    const answer = Promise.withResolvers<Film>();
    const change = value.change(rated(9), async () => answer.promise);
    expect(value.value).toEqual({ rating: 9, note: null });
    answer.resolve({ rating: 9, note: 'from another device' });
    await change;
    expect(value.value).toEqual({ rating: 9, note: 'from another device' });
  });

  it('undoes a refused change and keeps the later one', async () => {
    const value = new Optimistic(film);
    const refusal = Promise.withResolvers<Film>();
    const refused = value.change(rated(9), async () => refusal.promise);
    const accepted = value.change(noted('again'), async () => ({ rating: null, note: 'again' }));
    expect(value.value).toEqual({ rating: 9, note: 'again' });
    refusal.reject(new Error('refused'));
    await expect(refused).rejects.toThrow('refused');
    expect(value.value).toEqual({ rating: null, note: 'again' });
    await accepted;
    expect(value.value).toEqual({ rating: null, note: 'again' });
  });

  it('sends changes one after another, so that the last one stays', async () => {
    const value = new Optimistic(film);
    const sent: number[] = [];
    const send = (rating: number, answer: Promise<unknown>) => async () => {
      sent.push(rating);
      await answer;
      return { ...film, rating };
    };
    const first = Promise.withResolvers<undefined>();
    const changes = [
      value.change(rated(7), send(7, first.promise)),
      value.change(rated(8), send(8, Promise.resolve())),
    ];
    await Promise.resolve();
    expect(sent).toEqual([7]);
    expect(value.value.rating).toBe(8);
    first.resolve(undefined);
    await Promise.all(changes);
    expect(sent).toEqual([7, 8]);
    expect(value.value.rating).toBe(8);
  });

  it('keeps unfinished changes when the state is read in the meantime', async () => {
    const value = new Optimistic(film);
    const answer = Promise.withResolvers<Film>();
    const change = value.change(rated(9), async () => answer.promise);
    value.confirm({ rating: 3, note: 'read' });
    expect(value.value).toEqual({ rating: 9, note: 'read' });
    answer.reject(new Error('refused'));
    await expect(change).rejects.toThrow();
    expect(value.value).toEqual({ rating: 3, note: 'read' });
  });
});
