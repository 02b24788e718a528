import type { IncomingMessage } from 'node:http';
import type { Request } from 'express';
import express from 'express';

export const LANGUAGES = ['en', 'ru'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A text in every language the service speaks. */
export type Text = Readonly<Record<Language, string>>;

/** The client's choice by `Accept-Language` (RFC 9110 section 12.5.4); English when it names neither. */
export function languageOf(req: IncomingMessage): Language {
  return express.request.acceptsLanguages.call(req as Request, ...LANGUAGES) === 'ru' ? 'ru' : 'en';
}
