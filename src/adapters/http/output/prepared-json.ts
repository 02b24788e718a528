import type { Request, Response } from 'express';
import { JSON_TYPE } from '../routing/media-types.ts';
import { sendCompressed, sendText, tagOf, tagThatClientHas } from './answer-body.ts';
import type { Coding, Compression } from './compression.ts';
import { acceptedBy } from './compression.ts';
import { digestOf } from './digest.ts';

/** A JSON answer with the same bytes for everybody. It is made, tagged and compressed once, and not for each request. */
export class PreparedJson {
  // A buffer: a string would be copied for each slow client.
  private plain: { readonly bytes: Buffer; readonly digest: string } | undefined;
  private readonly compressed = new Map<Coding, Buffer>();

  constructor(
    private readonly make: () => unknown,
    private readonly compression: Compression,
  ) {}

  async send({ req, res }: { req: Request; res: Response }): Promise<void> {
    this.plain ??= tagged(Buffer.from(JSON.stringify(this.make())));
    const { bytes, digest } = this.plain;
    res.set('Cache-Control', 'no-cache').vary('Accept-Encoding');
    const accepted = acceptedBy(req);
    const known = tagThatClientHas(req, [tagOf(digest, accepted), tagOf(digest, undefined)]);
    if (known !== undefined) {
      res.set('ETag', known).status(304).end();
      return;
    }
    const compressed = accepted && (await this.compressedBy(accepted, bytes));
    res.set('ETag', tagOf(digest, compressed && accepted));
    if (accepted && compressed) sendCompressed(res, JSON_TYPE, { coding: accepted, bytes: compressed });
    else sendText(res, JSON_TYPE, bytes);
  }

  private async compressedBy(coding: Coding, bytes: Buffer): Promise<Buffer | undefined> {
    const known = this.compressed.get(coding);
    if (known) return known;
    const made = await this.compression.whole(bytes, coding);
    if (made) this.compressed.set(coding, made);
    return made;
  }
}

function tagged(bytes: Buffer) {
  return { bytes, digest: digestOf(bytes) };
}
