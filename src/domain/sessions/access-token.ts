/** Longest life of an access token. Tokens that live longer are refused. */
export const MAX_ACCESS_TOKEN_TTL_SECONDS = 900;

/** How long after its end a token is still accepted, for the clocks of instances differ a little. */
export const EXPIRY_TOLERANCE_SECONDS = 5;

/** How far the issuing instance's clock may be ahead of the one that verifies. */
export const FUTURE_TOLERANCE_SECONDS = 60;

/** How long after its issue a token may still be accepted somewhere: so long its revocation has to be known. */
export const MAX_ACCEPTED_SECONDS = MAX_ACCESS_TOKEN_TTL_SECONDS + EXPIRY_TOLERANCE_SECONDS + FUTURE_TOLERANCE_SECONDS;
