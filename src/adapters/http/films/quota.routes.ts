import { z } from 'zod';
import type { QuotaOfDay } from '../../../application/films/upstream/get-quota.ts';
import { GetQuota } from '../../../application/films/upstream/get-quota.ts';
import { time } from '../input/schemas.ts';
import { declareRoute } from '../routing/route.ts';

const calls = z.int().min(0).nullable();

const quotaView = z
  .object({
    has_api_key: z.boolean().meta({
      description:
        'Whether the service has an API key of Kinopoisk. Without one it makes no calls, and all other fields are null',
    }),
    limit: calls.meta({
      description: 'The calls of a day: the limit of the operator or of Kinopoisk, whichever is smaller',
    }),
    used: calls.meta({ description: 'The calls made today, by all instances' }),
    remaining: calls.meta({ description: 'The calls left today' }),
    reserved: calls.meta({
      description:
        'How many of the remaining calls are reserved for people who wait for an answer. Background work may use the others',
    }),
    resets_at: time.nullable().meta({ description: 'When the next day of the quota begins' }),
  })
  .meta({
    id: 'KinopoiskQuota',
    description: 'How the calls to Kinopoisk of today are used',
    example: {
      has_api_key: true,
      limit: 500,
      used: 123,
      remaining: 377,
      reserved: 190,
      resets_at: '2026-11-21T00:00:00.000Z',
    },
  });

export const getQuotaRoute = declareRoute({
  method: 'get',
  path: '/kinopoisk/quota',
  operation: GetQuota.operation,
  tag: 'Catalogue',
  summary: 'Show the Kinopoisk quota of today',
  description: 'How many calls to Kinopoisk were made today, and how many are left. Never calls Kinopoisk.',
  answers: { 200: { description: 'The quota', body: quotaView } },
  errors: [],
  cache: 'no-store',
});

export function toQuotaView(quota: QuotaOfDay | undefined): z.input<typeof quotaView> {
  return {
    has_api_key: quota !== undefined,
    limit: quota?.limit ?? null,
    used: quota?.used ?? null,
    remaining: quota?.remaining ?? null,
    reserved: quota?.reserved ?? null,
    resets_at: quota?.resetsAt.toISOString() ?? null,
  };
}
