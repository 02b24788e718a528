/** The owner of an item: the address block, and the user, or the block again if anonymous. */
export type Owner = { readonly address: string; readonly person: string };

/**
 * A queue in which addresses take turns, and so do the people behind one address. Items of one person keep their order.
 * Whatever one person queues, others wait for at most one of their items.
 */
export class FairQueue<T> {
  private readonly addresses = new Map<string, Map<string, T[]>>();

  push({ address, person }: Owner, item: T): void {
    const people = this.addresses.get(address) ?? new Map<string, T[]>();
    const items = people.get(person) ?? [];
    items.push(item);
    people.set(person, items);
    this.addresses.set(address, people);
  }

  shift(): T | undefined {
    const people = takeFirst(this.addresses);
    if (people === undefined) return undefined;
    const items = takeFirst(people.value);
    const item = items?.value.shift();
    // An owner with more items goes to the end.
    if (items !== undefined && items.value.length > 0) people.value.set(items.key, items.value);
    if (people.value.size > 0) this.addresses.set(people.key, people.value);
    return item;
  }

  /** Removes an item that is no longer needed. */
  remove({ address, person }: Owner, item: T): void {
    const people = this.addresses.get(address);
    const items = people?.get(person);
    const index = items?.indexOf(item) ?? -1;
    if (people === undefined || items === undefined || index < 0) return;
    items.splice(index, 1);
    if (items.length === 0) people.delete(person);
    if (people.size === 0) this.addresses.delete(address);
  }
}

function takeFirst<V>(map: Map<string, V>): { readonly key: string; readonly value: V } | undefined {
  for (const [key, value] of map) {
    map.delete(key);
    return { key, value };
  }
  return undefined;
}
