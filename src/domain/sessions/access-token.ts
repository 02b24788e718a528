/** Longest life of an access token. Tokens that live longer are refused. */
export const MAX_ACCESS_TOKEN_TTL_SECONDS = 900;

/** How long after its expiry a token is still accepted, because the clocks of instances differ a little. */
export const EXPIRY_TOLERANCE_SECONDS = 5;

/** How far the issuing instance's clock may be ahead of the one that verifies. */
export const FUTURE_TOLERANCE_SECONDS = 60;

/** How long after its issue an instance may still accept a token. A revocation must be remembered that long. */
export const MAX_ACCEPTED_SECONDS = MAX_ACCESS_TOKEN_TTL_SECONDS + EXPIRY_TOLERANCE_SECONDS + FUTURE_TOLERANCE_SECONDS;
