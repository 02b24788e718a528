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
  answers: { 200: { description: 'The process is alive', body: z.object({ status: z.literal('alive') }) } },
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
    200: { description: 'Requests can be served', body: z.object({ status: z.literal('ready') }) },
    503: {
      description: 'Not now',
      body: z.object({ status: z.enum(['starting', 'draining', 'database_unavailable']) }),
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
    'A JSON Web Key Set (RFC 7517). Verifying with these keys does not detect log-outs before the token expires.',
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
  params: z.object({ code: z.string().max(100).meta({ example: 'movie-not-found' }) }),
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
