/**
 * Names of URL and connection string parameters that hold secrets: `password=`, `api_key=`, `X-Api-Key:`,
 * `sentry_key=`, …
 */
const SECRET_PARAMETER = /\b([\w-]*(?:password|passwd|pwd|secret|token|key))(\s*[=:]\s*)[^\s&;,'"]+/gi;

/**
 * The user name and password of a URL, up to the last `@` before its path, because passwords are often not
 * percent-encoded. Whatever stands before `://`: a setting may be a URL by mistake.
 */
const USER_INFO = /(:\/\/)[^\s'"<>/]*@/g;

/** Removes credentials in URLs from text for logs and terminals. All other text stays. */
export function withoutCredentials(text: string): string {
  return text.replace(USER_INFO, '$1…@').replace(SECRET_PARAMETER, '$1$2…');
}
