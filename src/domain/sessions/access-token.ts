/** Maximum lifetime of an access token. Tokens with a longer one are refused. */
export const MAX_ACCESS_TOKEN_TTL_SECONDS = 900;

/** How long a token is still accepted after it has expired, because the clocks of instances differ a little. */
export const EXPIRY_TOLERANCE_SECONDS = 5;

/** How far the clock of the issuing instance may be ahead of the clock of the verifying one. */
export const FUTURE_TOLERANCE_SECONDS = 60;

/** How long an instance may accept a token after its issue. A revocation must be stored for this time. */
export const MAX_ACCEPTED_SECONDS = MAX_ACCESS_TOKEN_TTL_SECONDS + EXPIRY_TOLERANCE_SECONDS + FUTURE_TOLERANCE_SECONDS;
