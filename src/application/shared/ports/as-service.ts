/**
 * Work for everybody that the request of one person may start. `quota`: bookings of calls to the film source, and its
 * answers about them; `changes`: reads of rules and revocations that are kept in memory; `films`: storing the film
 * source's answers, for which several people may wait; `revalidation`: background calls for outdated answers;
 * `records`: reads of films and accounts for several people at the same moment; `check`: whether the process works
 * after an uncaught fault.
 */
export type SharedWork = 'quota' | 'changes' | 'films' | 'revalidation' | 'records' | 'check';

/**
 * Runs work of the service itself outside of any request. Its statements wait in a line of their own instead of the line
 * of the address whose request happens to start it. One address must not be able to start any amount of such work at the
 * same time, because all others would wait for it.
 */
export type AsService = <T>(work: SharedWork, run: () => T) => T;
