/**
 * Names of URL and connection string parameters that hold secrets: `password=`, `api_key=`, `X-Api-Key:`,
 * `sentry_key=`, … Its repetitions are bounded, because messages may be long.
 */
const SECRET_PARAMETER = /([\w-]{0,40}(?:password|passwd|pwd|secret|token|key))(\s{0,9}[=:]\s{0,9})[^\s&;,'"]+/gi;

/**
 * The user name and password of a URL, up to the last `@` before its path, because passwords are often not
 * percent-encoded. Any text may precede `://`, because a setting may be a URL by mistake.
 */
const USER_INFO = /(:\/\/)[^\s'"<>/]*@/g;

/** Removes credentials in URLs from text for logs and terminals. */
export function withoutCredentials(text: string): string {
  return text.replace(USER_INFO, '$1…@').replace(SECRET_PARAMETER, '$1$2…');
}
