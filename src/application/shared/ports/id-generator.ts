export interface IdGenerator {
  /** A new UUIDv7, lower case (RFC 9562 section 5.7): ids made in a later millisecond sort later. */
  next(): string;
}
