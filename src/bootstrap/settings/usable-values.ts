import { isIP } from 'node:net';
import express from 'express';
import postgres from 'postgres';

/** Whether what uses a value will take it: each of these asks the one that does, so that no rule of ours differs from its. */

/** Also what `@` or `/` in a password, not encoded, would make of the name of the database. */
export function isPostgresUrl(value: string): boolean {
  if (!/^postgres(?:ql)?:\/\//.test(value) || !URL.canParse(value)) return false;
  try {
    // Nothing is dialled before the first statement.
    const { database } = postgres(value, { max: 1 }).options;
    return !/[@/\s]/.test(decodeURIComponent(database));
  } catch {
    return false;
  }
}

/** IP addresses and networks, as Express takes them. All of the internet, `/0`, is none. */
export function areProxies(entries: readonly string[]): boolean {
  if (!entries.every((entry) => isIP(entry.split('/')[0] ?? '') !== 0)) return false;
  try {
    express().set('trust proxy', [...entries]);
    return true;
  } catch {
    return false;
  }
}

/** Whether something can listen there as far as the text tells: an IP address, or the name of a host. */
export function isHost(value: string): boolean {
  if (isIP(value) !== 0) return true;
  return (
    /^(?=.{1,253}$)[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9_-]+)*$/.test(value) &&
    !/^[\d.]+$/.test(value)
  );
}

/** The key travels with every request: only encrypted, or not off this machine. Whatever else is secret has no place here. */
export function isSafeForKey(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(value);
  if (`${username}${password}${search}${hash}` !== '') return false;
  const isLoopback = hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback);
}
