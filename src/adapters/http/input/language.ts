import type { IncomingMessage } from 'node:http';
import type { Request } from 'express';
import express from 'express';

export const LANGUAGES = ['en', 'ru'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A text in all languages of the service. */
export type Text = Readonly<Record<Language, string>>;

/** The preferred language by `Accept-Language` (RFC 9110 section 12.5.4); English when it lists neither. */
export function languageOf(req: IncomingMessage): Language {
  return express.request.acceptsLanguages.call(req as Request, ...LANGUAGES) === 'ru' ? 'ru' : 'en';
}
