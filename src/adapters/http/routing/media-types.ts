/** Media types of bodies and answers that a route does not declare. */
export const JSON_TYPE = 'application/json';
export const FORM_TYPE = 'application/x-www-form-urlencoded';
export const MULTIPART_TYPE = 'multipart/form-data';
/** RFC 9457. */
export const PROBLEM_TYPE = 'application/problem+json';
