import type { ClientAddress } from '../../domain/sessions/client-address.ts';
import { addressSite } from '../../domain/sessions/client-address.ts';

/**
 * The owner of an item. `address`: the IPv4 address or the IPv6 /48, because one customer may have 65,536 blocks.
 * `person`: the user, or the address block if nobody is logged in. `work`: the owner is not a client but the service
 * itself, with one kind of shared work, or with its work in the background.
 */
export type Owner = { readonly address: string; readonly person: string; readonly work?: 'shared' | 'background' };

/** The owner of work if the person is not known, or does not matter. */
export function ownerAt(address: ClientAddress): Owner {
  return { address: addressSite(address), person: address.block };
}

/**
 * A queue in which addresses take turns, and so do the people behind one address. Items of one person keep their order.
 * Whatever one person queues, others wait for at most one of their items.
 */
export class FairQueue<T> {
  private readonly addresses = new Map<string, Map<string, T[]>>();
  /** Number of items of each address. */
  private readonly lengths = new Map<string, number>();
  /** Those of {@link addresses} that are lines of the service itself. */
  private readonly ofService = new Set<string>();
  private count = 0;

  /** Number of items. */
  get size(): number {
    return this.count;
  }

  /**
   * Whether one more item would exceed the share of `room` of its address, if all waiting clients' addresses share it
   * equally.
   */
  exceedsShare(address: string, room: number): boolean {
    return (this.lengthAt(address) + 1) * (this.addresses.size - this.ofService.size) > room;
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

  /** The addresses with items, in the order of their turns. */
  waitingAddresses(): IteratorObject<string> {
    return this.addresses.keys();
  }

  lengthAt(address: string): number {
    return this.lengths.get(address) ?? 0;
  }

  lengthOf({ address, person }: Owner): number {
    return this.addresses.get(address)?.get(person)?.length ?? 0;
  }

  push({ address, person, work }: Owner, item: T): void {
    const people = this.addresses.get(address) ?? new Map<string, T[]>();
    const items = people.get(person) ?? [];
    items.push(item);
    people.set(person, items);
    this.addresses.set(address, people);
    if (work) this.ofService.add(address);
    this.add(address, 1);
  }

  /** Removes and returns the next item whose owner `mayTake` allows. */
  shift(mayTake: (owner: Owner) => boolean = () => true): T | undefined {
    for (const [address, people] of this.addresses) {
      const next = people.entries().find(([person]) => mayTake({ address, person }));
      if (next === undefined) continue;
      const [person, items] = next;
      const item = items.shift();
      this.add(address, -1);
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
   * The item to drop in favour of a further item of the owner: the newest item of the person with the most items, at
   * the address with the most items. `undefined` if, with the further item, that person is the owner.
   */
  surplusFor(owner: Owner): { readonly owner: Owner; readonly item: T } | undefined {
    const [longest, length] = most(this.lengths, (items) => items);
    const address = this.lengthAt(owner.address) + 1 >= length ? owner.address : longest;
    const [person, ofPerson] = most(this.addresses.get(address) ?? new Map<string, T[]>(), (items) => items.length);
    const isOwn = address === owner.address && this.lengthOf(owner) + 1 >= ofPerson;
    const item = this.addresses.get(address)?.get(person)?.at(-1);
    return isOwn || item === undefined ? undefined : { owner: { address, person }, item };
  }

  /** Removes an item that is no longer needed. @returns whether it was still queued */
  remove({ address, person }: Owner, item: T): boolean {
    const people = this.addresses.get(address);
    const items = people?.get(person);
    const index = items?.indexOf(item) ?? -1;
    if (people === undefined || items === undefined || index < 0) return false;
    items.splice(index, 1);
    this.add(address, -1);
    if (items.length === 0) people.delete(person);
    if (people.size === 0) this.addresses.delete(address);
    return true;
  }

  private add(address: string, more: 1 | -1): void {
    const length = this.lengthAt(address) + more;
    if (length > 0) this.lengths.set(address, length);
    else {
      this.lengths.delete(address);
      this.ofService.delete(address);
    }
    this.count += more;
  }
}

/** The key with the highest count (the first one if there are several), and that count. */
function most<V>(counts: ReadonlyMap<string, V>, countOf: (value: V) => number): [key: string, count: number] {
  let found: [string, number] = ['', 0];
  for (const [key, value] of counts) if (countOf(value) > found[1]) found = [key, countOf(value)];
  return found;
}
