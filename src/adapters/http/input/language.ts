import type { IncomingMessage } from 'node:http';
import type { Request } from 'express';
import express from 'express';
import { LRUCache } from 'lru-cache';

export const LANGUAGES = ['en', 'ru'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A text in all languages of the service. */
export type Text = Readonly<Record<Language, string>>;

/** Parsing a header takes longer than a look-up here. */
const known = new LRUCache<string, Language>({ max: 1_000 });
const MAX_KNOWN_LENGTH = 64;

/**
 * The preferred language by `Accept-Language` (RFC 9110 section 12.5.4); English when the header names no language of
 * the service.
 */
export function languageOf(req: IncomingMessage): Language {
  const header = req.headers['accept-language'];
  if (header === undefined) return 'en';
  const language = known.get(header) ?? preferred(req);
  if (header.length <= MAX_KNOWN_LENGTH) known.set(header, language);
  return language;
}

function preferred(req: IncomingMessage): Language {
  return express.request.acceptsLanguages.call(req as Request, ...LANGUAGES) === 'ru' ? 'ru' : 'en';
}
