import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';

/** How one request ended: with an answer, or with the code of the connection's error. */
export type Outcome = {
  readonly status: number | undefined;
  readonly fault: string | undefined;
  readonly retryAfter: string | undefined;
  readonly tookMs: number;
};

/** Clients that keep their connections open, and send the next request as soon as they have an answer. */
export class KeepAliveLoad {
  readonly outcomes: Outcome[] = [];
  private readonly agent: Agent;
  private readonly clients: Promise<void>[];
  private isGoing = true;

  constructor(
    private readonly url: string,
    clients: number,
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: clients });
    this.clients = Array.from({ length: clients }, () => this.askAgainAndAgain());
  }

  /** How many of the outcomes match. */
  count(matches: (outcome: Outcome) => boolean): number {
    return this.outcomes.filter(matches).length;
  }

  async stop(): Promise<readonly Outcome[]> {
    this.isGoing = false;
    await Promise.all(this.clients);
    this.agent.destroy();
    return this.outcomes;
  }

  /** Sends requests until it is stopped or the server does not listen any more. */
  private async askAgainAndAgain(): Promise<void> {
    while (this.isGoing) {
      const outcome = await this.ask();
      this.outcomes.push(outcome);
      if (outcome.fault === 'ECONNREFUSED') return;
    }
  }

  private async ask(): Promise<Outcome> {
    const startedAt = performance.now();
    const { promise, resolve } = Promise.withResolvers<Omit<Outcome, 'tookMs'>>();
    const failed = (error: Error & { code?: string }) =>
      resolve({ status: undefined, fault: error.code ?? error.message, retryAfter: undefined });
    request(this.url, { agent: this.agent }, (response) => {
      const { statusCode: status, headers } = response;
      // An answer counts only when it is complete.
      text(response).then(() => resolve({ status, fault: undefined, retryAfter: headers['retry-after'] }), failed);
    })
      .once('error', failed)
      .end();
    return { ...(await promise), tookMs: performance.now() - startedAt };
  }
}
