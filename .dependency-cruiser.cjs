/** The arrows of the architecture. `tests/architecture` proves that every rule reads modules and can fail. */
const subject = '(?:accounts|sessions|access|films|shelf|imports|service)';
const kit = '^src/adapters/http/(?:server|routing|input|output|problems)/';
const decorators = '(^|/)(inversify|inversify-express-utils|reflect-metadata)(/|$)';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'domain-knows-only-domain',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: { pathNot: '^src/domain/' },
    },
    {
      name: 'application-knows-only-domain-and-application',
      severity: 'error',
      from: { path: '^src/application/' },
      to: { pathNot: '^src/(domain|application)/' },
    },
    {
      name: 'adapters-do-not-know-each-other',
      severity: 'error',
      from: { path: '^src/adapters/([^/]+)/' },
      to: { path: '^src/adapters/', pathNot: '^src/adapters/$1/' },
    },
    {
      name: 'http-kit-knows-no-feature',
      comment: 'A feature hands its part over in its declaration. Who calls, from where, is known to every route.',
      severity: 'error',
      from: { path: kit },
      to: {
        path: [
          '^src/application/(?!shared/)',
          '^src/domain/(?!shared/|access/|sessions/)',
          `^src/adapters/http/(?:${subject}/|[^/]+$)`,
        ],
      },
    },
    {
      name: 'http-subjects-share-only-views',
      severity: 'error',
      from: { path: `^src/adapters/http/(${subject})/` },
      to: { path: `^src/adapters/http/(?:${subject}/|[^/]+$)`, pathNot: ['^src/adapters/http/$1/', '[.]view[.]ts$'] },
    },
    {
      name: 'persistence-subjects-share-only-tables-and-rows',
      severity: 'error',
      from: { path: `^src/adapters/persistence/(${subject})/` },
      to: {
        path: `^src/adapters/persistence/${subject}/`,
        pathNot: ['^src/adapters/persistence/$1/', '-(?:tables|columns|rows)[.]ts$'],
      },
    },
    {
      name: 'persistence-engine-knows-no-subject',
      severity: 'error',
      from: { path: '^src/adapters/persistence/engine/' },
      to: { path: `^src/adapters/persistence/${subject}/` },
    },
    {
      name: 'only-persistence-knows-drizzle',
      comment: 'Settings read an address of PostgreSQL with the library that will connect to it.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(?:adapters/persistence|bootstrap/settings)/' },
      to: { path: '(^|/)(drizzle-orm|postgres|@electric-sql)(/|$)' },
    },
    {
      name: 'sockets-only-at-the-edge',
      comment: 'Sockets are for those who talk to the network.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(?:adapters/(?:http|persistence/engine)|bootstrap)/' },
      to: { path: '^(?:node:)?(?:net|tls|dns|dgram)$' },
    },
    {
      name: 'addresses-only-at-the-edge',
      comment: 'An address is read once, where the request enters. Everybody else gets a ClientAddress.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/adapters/http/input/' },
      to: { path: '(^|/)(?:ipaddr[.]js|proxy-addr)(/|$)' },
    },
    {
      name: 'only-bootstrap-knows-bootstrap',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/bootstrap/' },
      to: { path: '^src/bootstrap/' },
    },
    {
      name: 'decorators-only-in-http-and-bootstrap',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(adapters/http|bootstrap)/' },
      to: { path: decorators },
    },
    {
      name: 'source-knows-only-source',
      comment: 'Neither tests nor scripts nor configuration files are part of what is shipped.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['local'], pathNot: '^src/' },
    },
    {
      name: 'page-knows-only-itself-and-the-client',
      comment: 'The web page is a client of the API like any other.',
      severity: 'error',
      from: { path: '^web/' },
      to: { dependencyTypesNot: ['npm', 'npm-dev'], pathNot: '^(?:web|clients/typescript|node_modules)/' },
    },
    {
      name: 'client-knows-only-itself',
      comment: 'It is published, and runs in browsers: no module of the service, none of Node.js.',
      severity: 'error',
      from: { path: '^clients/typescript/src/' },
      to: { pathNot: ['^clients/typescript/src/', '(^|/)openapi-fetch/'] },
    },
    {
      name: 'nothing-undeclared',
      comment: 'What the bundle leaves outside is installed with production dependencies only.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'nothing-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['kinopolka-source', 'node', 'import', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
    },
  },
};
