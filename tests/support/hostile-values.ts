/** Part of every hostile text, so that an answer or a log line that repeats input can be recognized. */
export const CANARY = 'zq7canary';

/** The value of parameters that are not documented. No answer may contain it. */
export const STRANGER = 'zq7stranger';

/** Names with a meaning in JavaScript or in its libraries. */
export const SPECIAL_NAMES: readonly string[] = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'id',
  'roles',
  'is_superuser',
];

/** Text that neither PostgreSQL nor a URL to Kinopoisk can contain. */
export const UNCLEAN_TEXTS: readonly string[] = [`${CANARY}\u0000`, `\ud800${CANARY}`, `${CANARY}\udc00\ud800`];

/** Text made to be misread, for any place that takes text. */
export const HOSTILE_TEXTS: readonly string[] = [
  ...UNCLEAN_TEXTS,
  '',
  ' ',
  `\u202e${CANARY}\u2066`,
  `${CANARY}\u200b\u2060\ufeff`,
  `İıſΣς ${CANARY}`,
  `${'e\u0301'.repeat(50)}${CANARY}`,
  `${'\u0301'.repeat(300)}${CANARY}`,
  `'; drop table users; -- ${CANARY}`,
  `%_\\%${CANARY}`,
  `\${${CANARY}} {{${CANARY}}} <script>${CANARY}</script>`,
  `../../../etc/passwd ${CANARY}`,
  `\r\nSet-Cookie: ${CANARY}`,
  `${CANARY}@${CANARY}`,
  `${'a@'.repeat(200)}${CANARY}`,
  `${CANARY}@xn--a.xn--${'b'.repeat(60)}`,
  CANARY.repeat(300),
  '１２３',
  '2026-02-30T25:61:61Z',
  ...SPECIAL_NAMES,
];

const nested = (open: string, close: string, depth: number) => open.repeat(depth) + close.repeat(depth);

/** JSON text of values that hardly any schema of the service allows. */
export const HOSTILE_JSON: readonly string[] = [
  ...['null', 'true', '[]', '{}', '[[]]', '""', '[null]', '{"":""}'],
  ...['0', '-0', '-1', '1.5', '1e2', '1E+2', '1e-400', '1e400', '-1e400', '2147483648', '-2147483649'],
  ...['9007199254740993', '99999999999999999999999999', '0.1000000000000000055511151231257827'],
  ...['"\\u0000"', '"\\ud800"', '"\\udfff\\ud800x"', '"\\u202e"', '"0x10"', '"1e3"', '"01"', '" 1"'],
  ...[31, 32, 33, 34, 5000].map((depth) => nested('[', ']', depth)),
  nested('{"a":', '}', 20).replace(':}', ':1}'),
  `{"__proto__":{"polluted":"${CANARY}"}}`,
  `{"constructor":{"prototype":{"polluted":"${CANARY}"}}}`,
  '{"toString":1,"valueOf":null,"then":{},"length":-1}',
  `"${'ы'.repeat(50_000)}"`,
  `"${CANARY.repeat(6_000)}"`,
  `[${'0,'.repeat(30_000)}0]`,
];

/** Bodies that are not JSON, or unusual JSON. */
export const BROKEN_JSON: readonly string[] = [
  ...[
    '',
    ' ',
    '{',
    '}',
    '[',
    '"',
    '{"a":1,}',
    '{"a"}',
    "{'a':1}",
    '{a:1}',
    '01',
    '.5',
    '+1',
    'NaN',
    'undefined',
    '1 2',
    '// {}',
  ],
  ...['"\\x41"', '"\\u12"', '"\t"', '{"a":1}}', '\u0000', '\ufeff{}', 'Infinity', 'tru', '{"a":1}{"b":2}'],
  `{"${CANARY}":`,
];

/** Parts of a request target that decoders, parsers and routers may misread. */
export const HOSTILE_PIECES: readonly string[] = [
  ...[
    '',
    '.',
    '..',
    '%2e',
    '%2E%2e',
    '..%2f',
    '%2f',
    '%5c',
    '\\',
    ';',
    ';a=b',
    '%',
    '%%',
    '%zz',
    '%0',
    '%u0041',
    '%00',
    '%0d%0a',
  ],
  ...[
    '%E0%A4%A',
    '%C0%AF',
    '%ED%A0%80',
    '%F4%90%80%80',
    '%FF',
    '\u00ff',
    '%20',
    '+',
    '%2B1',
    '%31',
    '%EF%BC%91',
    '%D9%A3',
  ],
  ...[
    '0',
    '-1',
    '+1',
    '01',
    '1e3',
    '0x1',
    '1.0',
    '1.5',
    '1,2',
    '2147483648',
    '99999999999999999999',
    'NaN',
    'Infinity',
    'null',
  ],
  ...['[]', '{}', '"', "'", '<', '>', '|', '^', '`', '#', '?', '/', '//', '&', '=', 'a/b', '1/2', '1?page=1', '1#x'],
  ...[`<${CANARY}>`, CANARY.repeat(300), '%25252525', 'search', 'favorites', 'favorites/1', ...SPECIAL_NAMES],
];
