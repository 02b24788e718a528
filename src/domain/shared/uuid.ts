/** A UUID in the only spelling this service writes: lower case, with hyphens (RFC 9562 section 4). */
export const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
