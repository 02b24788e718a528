/** Runs equal concurrent work once and gives its outcome to every caller, including a failure. */
export class RequestCoalescer<Outcome> {
  private readonly flights = new Map<string, Promise<Outcome>>();

  isUnderWay(key: string): boolean {
    return this.flights.has(key);
  }

  /** The work that is under way, if any. */
  underWay(key: string): Promise<Outcome> | undefined {
    return this.flights.get(key);
  }

  run(key: string, work: () => Promise<Outcome>): Promise<Outcome> {
    const underWay = this.flights.get(key);
    if (underWay) return underWay;
    const flight = work().finally(() => this.flights.delete(key));
    this.flights.set(key, flight);
    return flight;
  }
}
