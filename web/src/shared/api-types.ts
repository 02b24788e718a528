import type { components } from '@kinopolka/client';

type Schemas = components['schemas'];

export type Movie = Schemas['Movie'];
export type MoviePreview = Schemas['MoviePreview'];
export type FavoriteMovie = Schemas['FavoriteMovie'];
export type Genre = Schemas['Genre'];
export type User = Schemas['User'];
export type ShelfStats = Schemas['ShelfStats'];
