export interface IdGenerator {
  /** A new UUIDv7, lower case (RFC 9562 section 5.7): ids made later sort later. */
  next(): string;
}
