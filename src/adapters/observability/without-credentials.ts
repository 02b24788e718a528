/** Parameters of URLs and connection strings that hold secrets: `password=`, `api_key=`, `X-Api-Key:`, `sentry_key=`, … */
const SECRET_PARAMETER = /\b([\w-]*(?:password|passwd|pwd|secret|token|key))(\s*[=:]\s*)[^\s&;,'"]+/gi;

/** The name and password of a URL, up to the last `@` before its path: people forget to encode the others. */
const USER_INFO = /\b([a-z][a-z\d+.-]*:\/\/)[^\s'"<>/]*@/gi;

/** Text for logs and terminals, without what URLs in it hold that nobody else may know. Everything else stays. */
export function withoutCredentials(text: string): string {
  return text.replace(USER_INFO, '$1…@').replace(SECRET_PARAMETER, '$1$2…');
}
