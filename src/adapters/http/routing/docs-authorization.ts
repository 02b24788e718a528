/**
 * Runs in the page at `/docs`. Swagger UI would store the password and the refresh token of an authorization
 * permanently. This script stores access tokens only, in the session storage of the tab, until they expire, so a reload
 * does not ask for the password again. The page itself drops the password and the refresh token once it has the access
 * token. It also simplifies the log-in form. The script is a string, because the bundler and type stripping would change a
 * function.
 */
export const DOCS_AUTHORIZATION_SCRIPT = `'use strict';
(() => {
  const KEY = 'docs-authorization';
  const LONGEST_MS = 15 * 60 * 1000;
  const build = window.SwaggerUIBundle;
  let timer;

  // Stored by earlier versions of this page, and by Swagger UI without this script.
  localStorage.removeItem('authorized');

  // Everything except an access token may be a password or a refresh token.
  function expiryOf(token) {
    try {
      const [, payload] = /^[\\w-]+\\.([\\w-]+)\\.[\\w-]+$/.exec(token);
      const expiresAt = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))).exp * 1000;
      return expiresAt > Date.now() && expiresAt <= Date.now() + LONGEST_MS + 60000 ? expiresAt : undefined;
    } catch {
      return undefined;
    }
  }

  function tokenOf(authorization) {
    return authorization?.schema?.type === 'oauth2' ? authorization.token?.access_token : authorization?.value;
  }

  function kept(authorized) {
    return Object.fromEntries(
      Object.entries(authorized).flatMap(([scheme, authorization]) => {
        const token = tokenOf(authorization);
        if (expiryOf(token) === undefined) return [];
        const { name, schema } = authorization;
        const value = schema.type === 'oauth2' ? { token: { access_token: token, token_type: 'Bearer' } } : { value: token };
        return [[scheme, { name, schema, ...value }]];
      }),
    );
  }

  function stored() {
    try {
      return kept(JSON.parse(sessionStorage.getItem(KEY)) ?? {});
    } catch {
      return {};
    }
  }

  function store(authorized, authActions) {
    const all = kept(authorized);
    const names = Object.keys(all);
    if (names.length === 0) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, JSON.stringify(all));
    clearTimeout(timer);
    if (names.length === 0) return;
    const first = Math.min(...names.map((name) => expiryOf(tokenOf(all[name]))));
    timer = setTimeout(() => {
      authActions.logoutWithPersistOption(names.filter((name) => expiryOf(tokenOf(all[name])) === undefined));
    }, first - Date.now() + 1);
  }

  // The page calls the service at the address from which it was loaded. Swagger UI does not resolve relative addresses for
  // the log-in, and PUBLIC_URL may be another origin.
  function calledFromHere(spec) {
    const root = new URL('..', location.href).href;
    const server = spec.servers[0].url + '/';
    const here = (address) => new URL(address.startsWith(server) ? address.slice(server.length) : address, root).href;
    for (const { flows = {} } of Object.values(spec.components.securitySchemes))
      for (const flow of Object.values(flows))
        Object.assign(flow, { tokenUrl: here(flow.tokenUrl), refreshUrl: here(flow.refreshUrl) });
    return { ...spec, servers: [{ url: root.slice(0, -1) }] };
  }

  const plugin = {
    statePlugins: {
      spec: {
        wrapActions: {
          updateJsonSpec: (original) => (spec) => original(calledFromHere(spec)),
        },
      },
      auth: {
        wrapActions: {
          authorizeOauth2: (original) => ({ auth, token }) => {
            const { name, schema } = auth;
            const { access_token, token_type } = token;
            return original({ auth: { name, schema }, token: { access_token, token_type } });
          },
          persistAuthorizationIfNeeded: (_original, { authSelectors, authActions }) => () => {
            store(authSelectors.authorized()?.toJS() ?? {}, authActions);
          },
        },
      },
    },
    wrapComponents: { oauth2: logInForm },
  };

  // Swagger UI puts the cursor into the last form; this puts it into the first field. The page needs no client id, and the
  // service ignores client secrets, so the form hides these fields.
  function logInForm(Original, { React }) {
    return (props) => {
      const form = React.useRef(null);
      React.useEffect(() => form.current.querySelector('#oauth_username')?.focus(), []);
      React.useEffect(() => {
        for (const label of form.current.querySelectorAll('[for=password_type], [for^=client_id_], [for^=client_secret_]'))
          label.parentElement.style.display = 'none';
      });
      return React.createElement('div', { ref: form }, React.createElement(Original, props));
    };
  }

  function onComplete() {
    const { authActions } = window.ui;
    const authorized = stored();
    store(authorized, authActions);
    if (Object.keys(authorized).length > 0) authActions.restoreAuthorization({ authorized });
  }

  window.SwaggerUIBundle = Object.assign(
    (options) => build({ ...options, plugins: [...options.plugins, plugin], onComplete }),
    build,
  );
})();
`;
