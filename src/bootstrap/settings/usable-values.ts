import { isIP } from 'node:net';
import express from 'express';
import { readConnectionUrl, UnusableConnectionUrl } from '../../adapters/persistence/engine/postgres/connection-url.ts';
import { checksOf } from '../../adapters/persistence/engine/postgres/postgres-socket.ts';

/** Checks values with the library that uses them, so that our rules do not differ from its own. */

/** Why this URL, or a file that it names, cannot be used for a connection. The message quotes nothing of the URL. */
export function postgresUrlFault(value: string): string | undefined {
  try {
    checksOf(readConnectionUrl(value).tls);
    return undefined;
  } catch (error) {
    if (!(error instanceof UnusableConnectionUrl)) throw error;
    return error.message;
  }
}

/** Whether the URL sets options of the server. `false` for an unusable one, which {@link postgresUrlFault} refuses. */
export function hasServerOptions(url: string): boolean {
  return postgresUrlFault(url) === undefined && readConnectionUrl(url).options !== undefined;
}

/** IP addresses and networks as Express accepts them, except the whole internet, `/0`. */
export function areProxies(entries: readonly string[]): boolean {
  if (!entries.every((entry) => isIP(entry.split('/')[0] ?? '') !== 0)) return false;
  try {
    express().set('trust proxy', [...entries]);
    return true;
  } catch {
    return false;
  }
}

/** Whether the text can be an address to listen on: an IP address or a host name. */
export function isHost(value: string): boolean {
  if (isIP(value) !== 0) return true;
  return (
    /^(?=.{1,253}$)[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9_-]+)*$/.test(value) &&
    !/^[\d.]+$/.test(value)
  );
}

/** Whether the value is a URL to which clients can append a path. */
export function isPublicUrl(value: string): boolean {
  if (!URL.canParse(value) || /[?#\s\\]/.test(value)) return false;
  const { protocol, username, password } = new URL(value);
  return /^https?:$/.test(protocol) && /^https?:\/\//i.test(value) && `${username}${password}` === '';
}

/**
 * The API key is sent with every request, so this requires encryption or a server on this machine. The URL must contain
 * no credentials.
 */
export function isSafeForKey(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(value);
  if (`${username}${password}${search}${hash}` !== '') return false;
  const isLoopback = hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback);
}
