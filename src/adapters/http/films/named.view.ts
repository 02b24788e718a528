import { z } from 'zod';

const named = (id: string, example: { id: number; name: string }) =>
  z.object({ id: z.int(), name: z.string() }).meta({ id, example });

export const genreView = named('Genre', { id: 6, name: 'фантастика' });
export const directorView = named('Director', { id: 23330, name: 'Лана Вачовски' });
