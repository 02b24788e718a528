import { inject } from 'inversify';
import { controller } from 'inversify-express-utils';
import { CheckReadiness } from '../../../application/service/check-readiness.ts';
import { ListPublicKeys } from '../../../application/service/list-public-keys.ts';
import { HttpProblem } from '../problems/http-problem.ts';
import type { ProblemCode } from '../problems/problem-texts.ts';
import { PROBLEM_TEXTS } from '../problems/problem-texts.ts';
import type { AnswerOf, InputOf } from '../routing/route.ts';
import { route } from '../routing/route-decorator.ts';
import { problemPage } from './problem-page.ts';
import { liveRoute, problemRoute, publicKeysRoute, readyRoute } from './service.routes.ts';

const READY_RETRY_AFTER_SECONDS = '5';

@controller('/')
export class ServiceController {
  constructor(
    @inject(CheckReadiness) private readonly checkReadiness: CheckReadiness,
    @inject(ListPublicKeys) private readonly listPublicKeys: ListPublicKeys,
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
  async explain({ params }: InputOf<typeof problemRoute>): Promise<AnswerOf<typeof problemRoute>> {
    if (!isProblemCode(params.code)) throw new HttpProblem('route-not-found');
    return { status: 200, body: problemPage(params.code, PROBLEM_TEXTS[params.code]) };
  }
}

function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEM_TEXTS, code);
}
