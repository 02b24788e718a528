import { inject } from 'inversify';
import { controller } from 'inversify-express-utils';
import { CheckReadiness } from '../../../application/service/check-readiness.ts';
import { ListPublicKeys } from '../../../application/service/list-public-keys.ts';
import { HttpProblem } from '../problems/http-problem.ts';
import type { CompleteWording } from '../problems/wording.ts';
import { route } from '../routing/route-decorator.ts';
import type { AnswerOf, InputOf } from '../routing/route.ts';
import { problemPage } from './problem-page.ts';
import { liveRoute, problemRoute, publicKeysRoute, readyRoute } from './service.routes.ts';

/** Identifies the texts of all problems in the container. */
export const PROBLEM_TEXTS: unique symbol = Symbol('texts of problems');

const READY_RETRY_AFTER_SECONDS = '5';

@controller('/')
export class ServiceController {
  constructor(
    @inject(CheckReadiness) private readonly checkReadiness: CheckReadiness,
    @inject(ListPublicKeys) private readonly listPublicKeys: ListPublicKeys,
    @inject(PROBLEM_TEXTS) private readonly problems: CompleteWording['problems'],
  ) {}

  @route(liveRoute)
  async live(): Promise<AnswerOf<typeof liveRoute>> {
    return { status: 200, body: { status: 'alive' } };
  }

  @route(readyRoute)
  async ready(): Promise<AnswerOf<typeof readyRoute>> {
    const status = await this.checkReadiness.execute();
    if (status === 'ready') return { status: 200, body: { status } };
    return { status: 503, headers: { 'Retry-After': READY_RETRY_AFTER_SECONDS }, body: { status } };
  }

  @route(publicKeysRoute)
  async keys(): Promise<AnswerOf<typeof publicKeysRoute>> {
    return { status: 200, body: { keys: [...this.listPublicKeys.execute()] } };
  }

  @route(problemRoute)
  async explain({ params, addressOf }: InputOf<typeof problemRoute>): Promise<AnswerOf<typeof problemRoute>> {
    const text = new Map(Object.entries(this.problems)).get(params.code);
    if (text === undefined) throw new HttpProblem('route-not-found');
    return { status: 200, body: problemPage(params.code, text, addressOf('/docs/')) };
  }
}
