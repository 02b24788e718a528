import type { components } from '@kinopolka/client';

type Schemas = components['schemas'];

export type Movie = Schemas['Movie'];
export type MoviePreview = Schemas['MoviePreview'];
export type FavoriteMovie = Schemas['FavoriteMovie'];
export type Genre = Schemas['Genre'];
export type User = Schemas['User'];
export type ShelfStats = Schemas['ShelfStats'];
export type FilmImport = Schemas['Import'];
export type ImportRow = Schemas['ImportRow'];
export type Session = Schemas['Session'];
export type Login = Schemas['Login'];
export type PersonalToken = Schemas['PersonalToken'];
export type NewPersonalToken = Schemas['NewPersonalToken'];
export type Account = Schemas['Account'];
export type Role = Schemas['Role'];
export type Restriction = Schemas['Restriction'];
export type RestrictionRule = Schemas['RestrictionRule'];
