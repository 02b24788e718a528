/** The owner of an item: the address block, and the user, or the block again if anonymous. */
export type Owner = { readonly address: string; readonly person: string };

/**
 * A queue in which addresses take turns, and so do the people behind one address. Items of one person keep their order.
 * Whatever one person queues, others wait for at most one of their items.
 */
export class FairQueue<T> {
  private readonly addresses = new Map<string, Map<string, T[]>>();
  private count = 0;

  /** Number of items. */
  get size(): number {
    return this.count;
  }

  /** Whether one more item would exceed the owner's share of `room`, if all waiting addresses share it equally. */
  exceedsShare(owner: Owner, room: number): boolean {
    return (this.lengthOf(owner) + 1) * this.addresses.size > room;
  }

  /** The item that `shift` takes next. */
  peek(): T | undefined {
    const [next] = this.firsts();
    return next;
  }

  /** The oldest item of each person, in the order of their turns. */
  *firsts(): Iterable<T> {
    for (const people of this.addresses.values()) for (const items of people.values()) yield* items.slice(0, 1);
  }

  lengthOf({ address, person }: Owner): number {
    return this.addresses.get(address)?.get(person)?.length ?? 0;
  }

  push({ address, person }: Owner, item: T): void {
    const people = this.addresses.get(address) ?? new Map<string, T[]>();
    const items = people.get(person) ?? [];
    items.push(item);
    people.set(person, items);
    this.addresses.set(address, people);
    this.count += 1;
  }

  /** Removes and returns the next item whose owner `mayTake` allows. */
  shift(mayTake: (owner: Owner) => boolean = () => true): T | undefined {
    for (const [address, people] of this.addresses) {
      const next = people.entries().find(([person]) => mayTake({ address, person }));
      if (next === undefined) continue;
      const [person, items] = next;
      const item = items.shift();
      this.count -= 1;
      // An owner with more items goes to the end.
      people.delete(person);
      this.addresses.delete(address);
      if (items.length > 0) people.set(person, items);
      if (people.size > 0) this.addresses.set(address, people);
      return item;
    }
    return undefined;
  }

  /**
   * The newest item of the person with the most items. If several people have equally many, it is that of the person
   * whose turn comes first.
   */
  newestOfLongest(): { readonly owner: Owner; readonly length: number; readonly item: T } | undefined {
    let longest: { owner: Owner; items: readonly T[] } | undefined;
    for (const [address, people] of this.addresses) {
      for (const [person, items] of people)
        if (items.length > (longest?.items.length ?? 0)) longest = { owner: { address, person }, items };
    }
    const item = longest?.items.at(-1);
    return longest && item !== undefined ? { owner: longest.owner, length: longest.items.length, item } : undefined;
  }

  /** Removes an item that is no longer needed. @returns whether it was still queued */
  remove({ address, person }: Owner, item: T): boolean {
    const people = this.addresses.get(address);
    const items = people?.get(person);
    const index = items?.indexOf(item) ?? -1;
    if (people === undefined || items === undefined || index < 0) return false;
    items.splice(index, 1);
    this.count -= 1;
    if (items.length === 0) people.delete(person);
    if (people.size === 0) this.addresses.delete(address);
    return true;
  }
}
