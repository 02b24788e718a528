import { z } from 'zod';
import { declareRoute } from '../routing/route.ts';

export const liveRoute = declareRoute({
  method: 'get',
  path: '/health/live',
  operationId: 'checkLiveness',
  tag: 'Service',
  summary: 'Is the process alive?',
  permission: 'public',
  answers: { 200: { description: 'It is', body: z.object({ status: z.literal('alive') }) } },
  errors: [],
  cache: 'no-store',
});

export const readyRoute = declareRoute({
  method: 'get',
  path: '/health/ready',
  operationId: 'checkReadiness',
  tag: 'Service',
  summary: 'Can requests be served?',
  description: 'Not while starting or stopping, nor without the database. Kinopoisk does not matter.',
  permission: 'public',
  answers: {
    200: { description: 'They can', body: z.object({ status: z.literal('ready') }) },
    503: {
      description: 'Not now',
      body: z.object({ status: z.enum(['starting', 'draining', 'database-unavailable']) }),
      headers: ['Retry-After'],
    },
  },
  errors: [],
  cache: 'no-store',
});

export const publicKeysRoute = declareRoute({
  method: 'get',
  path: '/.well-known/jwks.json',
  operationId: 'listPublicKeys',
  tag: 'Service',
  summary: 'Which keys verify access tokens?',
  description: 'A JSON Web Key Set (RFC 7517). Who verifies by it does not learn of log-outs before a token expires.',
  permission: 'public',
  answers: {
    200: {
      description: 'The keys',
      body: z.object({
        keys: z.array(
          z.object({
            kty: z.string().meta({ example: 'OKP' }),
            crv: z.string().meta({ example: 'Ed25519' }),
            x: z.string().meta({ example: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' }),
            kid: z.string().meta({ example: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k' }),
            alg: z.string().meta({ example: 'EdDSA' }),
            use: z.string().meta({ example: 'sig' }),
          }),
        ),
      }),
    },
  },
  errors: [],
  cache: 'public',
});

export const problemRoute = declareRoute({
  method: 'get',
  path: '/problems/{code}',
  operationId: 'explainProblem',
  tag: 'Service',
  summary: 'What does this problem mean?',
  description: 'The page that the `type` of a problem leads to.',
  permission: 'public',
  params: z.object({ code: z.string().max(100).meta({ example: 'movie-not-found' }) }),
  answers: {
    200: {
      description: 'A page in English and Russian',
      body: z.string().meta({ example: '<!doctype html>…' }),
      contentType: 'text/html',
    },
  },
  errors: [],
  httpProblems: ['route-not-found'],
  cache: 'public',
});
