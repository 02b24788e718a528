import { inKoi8, inWindows1251 } from '../read-list.ts';
import type { Layout } from './layout.ts';

/** The file of a list, with the encoding and the line breaks of its service. */
export function contentOf({ lines, encoding, declared }: Layout): Buffer {
  const text = lines.join(encoding === undefined ? '\n' : '\r\n');
  if (declared !== undefined) return Buffer.from(text, 'latin1');
  switch (encoding) {
    case 'windows-1251':
      return inWindows1251(text);
    case 'koi8-r':
      return inKoi8(text);
    case 'utf-16le':
      return Buffer.from(`\ufeff${text}`, 'utf16le');
    case 'utf-8 with a mark':
      return Buffer.from(`\ufeff${text}`);
    default:
      return Buffer.from(text);
  }
}
