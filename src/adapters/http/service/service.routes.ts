import { z } from 'zod';
import { CheckReadiness } from '../../../application/service/check-readiness.ts';
import { ListPublicKeys } from '../../../application/service/list-public-keys.ts';
import { declareOperation } from '../../../application/shared/operation.ts';
import { declareRoute } from '../routing/route.ts';

export const liveRoute = declareRoute({
  method: 'get',
  path: '/health/live',
  operation: declareOperation('checkLiveness', 'public'),
  tag: 'Service',
  summary: 'Check that the process is alive',
  description: 'Answers while the process works. A supervisor can restart the process if there is no answer.',
  answers: {
    200: {
      description: 'The process is alive',
      body: z.object({ status: z.literal('alive').meta({ description: 'Always `alive`' }) }),
    },
  },
  errors: [],
  storage: 'none',
  cache: 'no-store',
});

export const readyRoute = declareRoute({
  method: 'get',
  path: '/health/ready',
  operation: CheckReadiness.operation,
  tag: 'Service',
  summary: 'Check that requests can be served',
  description: 'Fails while the service starts or stops, and without the database. Kinopoisk is not checked.',
  answers: {
    200: {
      description: 'Requests can be served',
      body: z.object({ status: z.literal('ready').meta({ description: 'Always `ready`' }) }),
    },
    503: {
      description: 'Not now',
      body: z.object({
        status: z
          .enum(['starting', 'draining', 'database_unavailable'])
          .meta({ description: '`draining`: it is about to stop' }),
      }),
      headers: ['Retry-After'],
    },
  },
  errors: [],
  storage: 'none',
  cache: 'no-store',
});

export const publicKeysRoute = declareRoute({
  method: 'get',
  path: '/.well-known/jwks.json',
  operation: ListPublicKeys.operation,
  tag: 'Service',
  summary: 'List the public keys for access tokens',
  description:
    'A JSON Web Key Set (RFC 7517). The key with the `kid` of a token verifies it. Verifying with these keys does not detect log-outs before the token expires.',
  answers: {
    200: {
      description: 'The keys',
      body: z.object({
        keys: z
          .array(
            z.object({
              kty: z.string().meta({ description: 'Kind of the key (RFC 7517)', example: 'EC' }),
              crv: z.string().meta({ description: 'Its curve (RFC 7518)', example: 'P-256' }),
              x: z.string().meta({
                description: 'The public key, or its first coordinate',
                example: 'MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4',
              }),
              y: z.string().optional().meta({
                description: 'The second coordinate, of P-256 keys only',
                example: '4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM',
              }),
              kid: z.string().meta({
                description: 'Names the key; tokens carry it in their header',
                example: 'cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s',
              }),
              alg: z.string().meta({ description: 'The only algorithm of the key', example: 'ES256' }),
              use: z.string().meta({ description: 'What the key is for: signatures', example: 'sig' }),
            }),
          )
          .meta({ description: 'The keys of this service' }),
      }),
    },
  },
  errors: [],
  storage: 'none',
  cache: 'public',
});

export const problemRoute = declareRoute({
  method: 'get',
  path: '/problems/{code}',
  operation: declareOperation('explainProblem', 'public'),
  tag: 'Service',
  summary: 'Explain a problem',
  description: 'The page that the `type` of a problem links to.',
  params: z.object({
    code: z.string().max(100).meta({ description: 'Code of a problem', example: 'movie-not-found' }),
  }),
  answers: {
    200: {
      description: 'A page in English and Russian',
      body: z.string().meta({ example: '<!doctype html>…' }),
      contentType: 'text/html',
    },
  },
  errors: [],
  storage: 'none',
  httpProblems: ['route-not-found'],
  cache: 'public',
});
