/** Failures that are in the log already: whoever meets one of them later on its way through the same request says nothing. */
export class LoggedErrors {
  private readonly requests = new WeakMap<object, string | undefined>();

  /** `currentRequestId`: of the request that is being served right now, if there is one. */
  constructor(private readonly currentRequestId: () => string | undefined) {}

  add(fault: unknown): void {
    if (isObject(fault)) this.requests.set(fault, this.currentRequestId());
  }

  has(fault: unknown): boolean {
    return isObject(fault) && this.requests.has(fault) && this.requests.get(fault) === this.currentRequestId();
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
