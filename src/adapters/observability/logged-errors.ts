/** Errors already written to the log, so that one failure of a request is logged once. */
export class LoggedErrors {
  private readonly requests = new WeakMap<object, string | undefined>();

  /** `currentRequestId`: the request being served, if any. */
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
