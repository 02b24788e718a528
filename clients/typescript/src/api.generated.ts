// Written from the OpenAPI document by `npm run client:generate`. Do not edit.

export interface paths {
    "/auth/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Register an account
         * @description Open to everybody. The new account has the role `user`. Log in to get its tokens.
         */
        post: operations["registerUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show my account
         * @description With its roles, and the permissions that they give at this moment.
         */
        get: operations["getProfile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change my profile
         * @description Fields that are not given stay as they are; `null` clears a field.
         */
        patch: operations["changeProfile"];
        trace?: never;
    };
    "/profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export all my data
         * @description A streamed file with everything stored about me: profile, roles, shelf with my notes, ratings and dates, sessions, personal access tokens (without their secrets), log-ins, imports. Without `favorites:own`, as in a session with a narrower `scope`, the shelf and the imports are empty.
         */
        get: operations["exportAccount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change my password
         * @description Ends all my other sessions.
         */
        put: operations["changePassword"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change my user name or e-mail address
         * @description At least one of `username` and `email`. The one that is not given stays as it is.
         */
        put: operations["changeLogin"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user/deletion": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Delete my account
         * @description Deletes the account and all its data permanently.
         */
        post: operations["deleteAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show my personal access tokens
         * @description The secrets are not stored. `name` and `hint` identify a token.
         */
        get: operations["listPersonalTokens"];
        put?: never;
        /**
         * Make a personal access token
         * @description For scripts, bots and home automation: send the token in the Authorization header, like an access token. It allows the permissions that it lists, as long as you have them yourself. It cannot show or change your sessions and tokens, show your log-ins, export your data, change your password, user name or e-mail address, or delete the account. At most 20 tokens a person.
         */
        post: operations["createPersonalToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke one of my personal access tokens
         * @description It is refused from the next request on, by other instances within five seconds.
         */
        delete: operations["revokePersonalToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Renew my session
         * @description Each refresh token works once: the answer contains the next one. For a few seconds the used token returns the same new tokens again, because an answer may be lost, or two tabs may renew at once. A used token that is sent later ends the session. An access token, if given, must belong to the same session; it may have expired.
         */
        put: operations["refreshSession"];
        /**
         * Log in
         * @description Accepts JSON, or the OAuth2 password form (RFC 6749 section 4.3) that the Authorize dialog sends.
         */
        post: operations["logIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log out
         * @description Ends this session and revokes both of its tokens.
         */
        post: operations["logOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/logout-others": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log out everywhere else
         * @description Ends all my other sessions and revokes their tokens at once. This session continues with the tokens of the answer.
         */
        post: operations["logOutOthers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show my sessions
         * @description The devices and programs on which I am logged in. The answer never contains a token.
         */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End one of my sessions
         * @description Revokes the tokens of the session at once. The other sessions continue.
         */
        delete: operations["endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End all sessions of a user
         * @description Logs the user out everywhere: ends all sessions and revokes their tokens at once. The user can log in again; deactivate the account to prevent that, and to stop personal access tokens as well. Only a superuser can end the sessions of a superuser. With your own id, this ends the session of the request as well.
         */
        delete: operations["endUserSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user/logins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show the log-ins to my account
         * @description Successful and refused attempts. Attempts with an unknown name are in no list.
         */
        get: operations["listLogins"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/oauth/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log in or renew a session by OAuth 2.0
         * @description For libraries that know OAuth 2.0 (RFC 6749): the grants `password` and `refresh_token`. The sessions, limits and rules are those of `/auth/login`. Clients are public: a client secret is ignored.
         */
        post: operations["requestToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/oauth/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log out by OAuth 2.0
         * @description Ends the session that the refresh token or the access token belongs to, or revokes the personal access token (RFC 7009). The answer is the same if the token is not valid.
         */
        post: operations["revokeToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/oauth/introspect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Look up a token
         * @description For other services (RFC 7662): whether a token would be accepted, whose it is and what it allows at this moment. A refresh token is not used up; its `token_type` is `N_A`, because it is not an access token (RFC 8693). A personal access token has no `client_id` and no `sid`.
         */
        post: operations["introspectToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/oauth-authorization-server": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Describe the OAuth 2.0 endpoints
         * @description Metadata for OAuth 2.0 libraries (RFC 8414). The addresses begin with `PUBLIC_URL`, or with the `Host` of the request.
         */
        get: operations["describeAuthorizationServer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Renew the session of the web page
         * @description The same as `PUT /auth/login`, with the refresh token in the cookie, which is replaced by the next one. Only sessions that began with `POST /app/session` are renewed here.
         */
        put: operations["refreshSessionOfPage"];
        /**
         * Log in on the web page
         * @description The same as `POST /auth/login`, for the web page of the service: the refresh token is in a cookie that no script can read. Pages of other origins are refused.
         */
        post: operations["logInOnPage"];
        /**
         * Log out on the web page
         * @description Ends the session that the cookie belongs to and deletes the cookie. The answer is the same for any cookie.
         */
        delete: operations["revokeTokenOfPage"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/movies/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search films by title
         * @description The answer to an earlier search is used again, without a call to Kinopoisk: for 30 days, or for an hour if it found nothing. If it is more than a day old, it is refreshed in the background. Other searches ask Kinopoisk. Some need no call, because the catalogue is enough: fewer than three characters; a complete title of at least two words or eight letters; words that are all in the titles of a full page of films; words of which the last one is not finished, unless the same words are sent again within a minute. Without an API key, or when Kinopoisk is unavailable, the catalogue answers. `Film-Source` names the source of the answer. A search of the catalogue tolerates small typing errors and the wrong keyboard layout. It treats `ё` as `е`, and `т34` as `т-34`. It finds and counts at most 400 films.
         */
        get: operations["searchMovies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/movies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the films of the catalogue
         * @description Only films whose title, year, genre and director are known. Ordered by the time they were added, or newest first. Never calls Kinopoisk. Without `page` the whole list is streamed; a long list has no `ETag`.
         */
        get: operations["listMovies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/movies/{kinopoisk_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a film
         * @description A film of the catalogue is returned at once; `fetched_at` and `Age` tell how old its data is, and `Film-Source` where it comes from. Any other film is fetched from Kinopoisk.
         */
        get: operations["getMovie"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/genres": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the genres
         * @description All genres known to this service.
         */
        get: operations["listGenres"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/genres/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a genre
         * @description Takes an id from the `genres` of a film.
         */
        get: operations["getGenre"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/directors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the directors
         * @description All directors known to this service.
         */
        get: operations["listDirectors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/directors/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a director
         * @description Takes an id from the `directors` of a film.
         */
        get: operations["getDirector"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/kinopoisk/quota": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show the Kinopoisk quota of today
         * @description How many calls to Kinopoisk were made today, and how many are left. Never calls Kinopoisk.
         */
        get: operations["getQuota"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/movies/favorites": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show my shelf
         * @description Never calls Kinopoisk. Without `page` the whole shelf is streamed.
         */
        get: operations["listFavoriteMovies"];
        put?: never;
        /**
         * Add a film to my shelf
         * @description A film that is not in the catalogue is fetched from Kinopoisk. Repeating the call changes nothing and answers 200.
         */
        post: operations["addFavoriteMovie"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/favorites/movies/{kinopoisk_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/favorites/movies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/movies/favorites/{kinopoisk_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take a film off my shelf
         * @description My note, rating and date of the film are deleted too. The film stays in the catalogue.
         */
        delete: operations["removeFavoriteMovie"];
        options?: never;
        head?: never;
        /**
         * Update my note, rating or date of a film
         * @description Fields that are not given stay as they are; `null` or an empty note clears the field. The date must be between 1895 and tomorrow. Your note, rating and date stay available when the film is restricted.
         */
        patch: operations["changeFavoriteMovie"];
        trace?: never;
    };
    "/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show my imports
         * @description Newest first. Finished imports stay for 30 days, at most ten of them.
         */
        get: operations["listImports"];
        put?: never;
        /**
         * Import films to my shelf
         * @description The body names a Kinopoisk profile, or is a list. A list is a table with a header (of Kinopoisk, Kinorium, IMDb, Letterboxd, Trakt, TMDB, Simkl, Yamtrack, Movary, MovieLens, this service or your own, in English or Russian), as CSV or as the HTML page that Kinopoisk names `.xls`. It may also be JSON: a list, or an object with lists. The list may be the only file of a form (`multipart/form-data`); if the form does not state its type, the name of the file decides. Delimiters are commas, semicolons, tabs or vertical bars. Encodings are UTF-8, UTF-16, Windows-1251 and KOI8-R; Windows-1252 and ISO-8859-1 if the media type names them in `charset`. At most 50000 rows and 10 MiB. A cell that cannot be used is ignored, and its row names it in `ignored`; the rest of the row is imported. Rows are matched in the background. A person can run one import at a time.
         */
        post: operations["startImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/imports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show the progress of an import
         * @description Ask again until `status` is `done`, `cancelled` or `failed`.
         */
        get: operations["getImport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/imports/{id}/cancellation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel an import
         * @description Its changes to the shelf stay. A finished import stays as it is.
         */
        post: operations["cancelImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/imports/{id}/rows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show the outcome of each row
         * @description In file order. Without `page` all rows are streamed.
         */
        get: operations["listImportRows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/imports/{id}/unmatched": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download the unmatched rows of an import
         * @description The ambiguous, unknown, restricted and unusable rows as CSV. Correct ids or titles in the file and import it again.
         */
        get: operations["exportUnmatchedRows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/imports/{id}/rows/{row}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Choose the film for a row
         * @description For a row that is ambiguous or was not found: choose one of its candidates, or any other film.
         */
        put: operations["chooseFilmOfRow"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/movies/favorites/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add many films to my shelf, or take many off
         * @description At most 200 films, none of them twice. Each film has its own outcome, in the order of `add` and then `remove`; a failure does not undo the others. `unavailable`: Kinopoisk could not be called, did not answer in time, or your daily share is used up. Repeating the call changes nothing.
         */
        post: operations["changeShelf"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/movies/favorites/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the changes of my shelf
         * @description For clients that keep a copy of the shelf. Without `since` the whole shelf is returned in parts. Apply each part and continue with its `next_cursor` while `has_more` is true; later, continue with the last cursor at any time. No change is lost or reordered, even if the shelf changes meanwhile. Removals are kept for 90 days: an older cursor is answered with 410, and so is one issued before the database was restored from a backup. An update of film data from Kinopoisk is not a change of the shelf.
         */
        get: operations["listShelfChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show statistics of my shelf
         * @description A film counts for each of its genres; the 10 most frequent genres are listed. A decade is named by its first year, earliest first; films without a known year are left out.
         */
        get: operations["getShelfStats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/movies/favorites/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export my shelf
         * @description A streamed file, newest film first. `json` contains all data; `csv` is for spreadsheets (UTF-8 with a byte order mark; text that a spreadsheet would read as a formula gets a leading apostrophe, which an import removes); `letterboxd` is Letterboxd’s import format. Letterboxd accepts files of at most 1 MB. Without `part` you get the whole shelf. If that is more than 1 MB, the file name says so, and `Link` leads to the first part. With `part` you get this part, and `Link` leads to the next one.
         */
        get: operations["exportShelf"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check what I may do
         * @description For nginx `auth_request`, Caddy `forward_auth` and Traefik ForwardAuth: 204 if I have all of the given permissions; otherwise 401 if I sent no token, and 403 if I sent one. Without a `permission` parameter it checks whether I am logged in. The headers tell the gateway who I am.
         */
        get: operations["checkPermissions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/permissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what I may do
         * @description For clients that offer only what their user may do. Without a token it lists what everybody may do. With a narrowed or a personal token it lists what this token allows.
         */
        get: operations["listOwnPermissions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/permissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the permissions that exist
         * @description The permissions that a role can have, each with a sentence that says what it allows. Every label of a restriction has one.
         */
        get: operations["listPermissions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/restrictions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the restrictions
         * @description A restriction gives a label to films. A film with a label is shown in full only to callers with the permission `movies:label:<label>`.
         */
        get: operations["listRestrictions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/restrictions/{label}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Restrict films
         * @description Films that the rule covers get the label. Viewing them in full, or adding them to a shelf, requires the permission `movies:label:<label>`; everyone else gets a teaser. You need that permission yourself.
         */
        put: operations["putRestriction"];
        post?: never;
        /**
         * Delete a restriction
         * @description You need the permission `movies:label:<label>`.
         */
        delete: operations["deleteRestriction"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the roles
         * @description The roles with their permissions. `anonymous` applies to requests without a token, `user` to every account.
         */
        get: operations["listRoles"];
        put?: never;
        /**
         * Create a role
         * @description You can only use permissions that you have yourself.
         */
        post: operations["createRole"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/roles/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a role
         * @description With its permissions.
         */
        get: operations["getRole"];
        put?: never;
        post?: never;
        /**
         * Delete a role
         * @description All users who have the role lose it.
         */
        delete: operations["deleteRole"];
        options?: never;
        head?: never;
        /**
         * Change a role
         * @description Fields that are not given stay as they are. You need all permissions that the role has before and after the change. The change applies to its holders from the next request on.
         */
        patch: operations["changeRole"];
        trace?: never;
    };
    "/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the users
         * @description All accounts, including deactivated ones.
         */
        get: operations["listUsers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a user
         * @description The account with its roles. Its shelf, sessions and log-ins are private.
         */
        get: operations["getUser"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Deactivate or reactivate a user
         * @description Deactivating ends all sessions of the user at once. Personal access tokens are refused until the account is activated again. You need every permission that the user has.
         */
        patch: operations["changeUser"];
        trace?: never;
    };
    "/users/{id}/permissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the permissions of a user
         * @description What the roles of the user allow at this moment. A superuser may do everything, and has all of them.
         */
        get: operations["listUserPermissions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{id}/roles/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Give a user a role
         * @description You need all permissions of the role. The change applies from the next request on, even with tokens already issued. Repeating the call changes nothing.
         */
        put: operations["giveRole"];
        post?: never;
        /**
         * Take a role from a user
         * @description You need all permissions of the role. The change applies from the next request on, even with tokens already issued.
         */
        delete: operations["takeRole"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check that the process is alive
         * @description Answers while the process works. A supervisor can restart the process if there is no answer.
         */
        get: operations["checkLiveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check that requests can be served
         * @description Fails while the service starts or stops, and without the database. Kinopoisk is not checked.
         */
        get: operations["checkReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the public keys for access tokens
         * @description A JSON Web Key Set (RFC 7517). The key with the `kid` of a token verifies it. Verifying with these keys does not detect log-outs before the token expires.
         */
        get: operations["listPublicKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/problems/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Explain a problem
         * @description The page that the `type` of a problem links to.
         */
        get: operations["explainProblem"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @description All codes of faults in the input. A code never changes its meaning
         * @example too-long
         * @enum {string}
         */
        FaultCode: "required" | "invalid-type" | "invalid-value" | "invalid-format" | "not-well-formed" | "too-short" | "too-long" | "too-small" | "too-big" | "too-few" | "too-many" | "repeated" | "unknown-field" | "unknown-genre" | "mixed-scripts" | "password-common" | "password-is-login" | "password-is-service-name" | "unknown-permission" | "day-out-of-range" | "unknown-encoding" | "unknown-columns" | "too-many-rows" | "workbook" | "too-deep" | "no-list" | "no-rows" | "malformed-file";
        /** @description A fault in the input */
        Fault: {
            /**
             * @description The part of the request
             * @enum {string}
             */
            in: "body" | "query" | "path";
            /**
             * @description The field or parameter
             * @example name
             */
            field: string;
            code: components["schemas"]["FaultCode"];
            /**
             * @description What is wrong and which values are allowed, in the language of `Accept-Language`
             * @example The value is longer than 100.
             */
            message: string;
        };
        /**
         * @description All codes of problems; `/problems/{code}` explains each. A code never changes its meaning. `route-not-found` and `method-not-allowed` answer requests that match no operation
         * @example movie-not-found
         * @enum {string}
         */
        ProblemCode: "validation-failed" | "unauthenticated" | "permission-denied" | "too-many-requests" | "server-busy" | "database-unavailable" | "malformed-request" | "cross-origin-request" | "route-not-found" | "method-not-allowed" | "payload-too-large" | "unsupported-media-type" | "internal-error" | "wrong-password" | "username-taken" | "email-taken" | "invalid-credentials" | "invalid-token" | "invalid-scope" | "refresh-token-reused" | "session-required" | "token-not-found" | "too-many-tokens" | "session-not-found" | "user-not-found" | "role-not-found" | "role-not-held" | "role-name-taken" | "built-in-role" | "too-many-roles" | "last-superuser" | "restriction-not-found" | "movie-not-found" | "movie-restricted" | "genre-not-found" | "director-not-found" | "kinopoisk-quota-spent" | "kinopoisk-rate-limited" | "kinopoisk-key-refused" | "kinopoisk-unavailable" | "kinopoisk-bad-answer" | "kinopoisk-timeout" | "favorite-not-found" | "cursor-expired" | "import-not-found" | "import-row-not-found" | "import-row-settled" | "import-running" | "import-source-missing";
        /** @description A failure (RFC 9457) */
        Problem: {
            /** @description Address of the page that explains the problem */
            type: string;
            /** @description What happened, in the language of `Accept-Language` */
            title: string;
            /** @description The status of the answer */
            status: number;
            /** @description What to do about it, in the language of `Accept-Language` */
            detail: string;
            /** @description Identifies the request: it contains the value of `X-Request-Id`, which is also in the log */
            instance: string;
            code: components["schemas"]["ProblemCode"];
            /** @description The same as `detail` */
            message: string;
            /** @description With `validation-failed` only: the first faults in the input */
            errors?: components["schemas"]["Fault"][];
        };
        /** @description The database is unavailable */
        DatabaseUnavailableProblem: components["schemas"]["Problem"] & {
            /** @enum {integer} */
            status: 503;
            /** @enum {string} */
            code: "database-unavailable";
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "database-unavailable";
        };
        /** @description The service is busy */
        ServerBusyProblem: components["schemas"]["Problem"] & {
            /** @enum {integer} */
            status: 503;
            /** @enum {string} */
            code: "server-busy";
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "server-busy";
        };
        /** @description The input is not valid */
        ValidationFailedProblem: components["schemas"]["Problem"] & {
            /** @enum {integer} */
            status: 422;
            /** @enum {string} */
            code: "validation-failed";
            /** @description With `validation-failed` only: the first faults in the input */
            errors: components["schemas"]["Fault"][];
        };
        /** @description The e-mail address is taken */
        EmailTakenProblem: components["schemas"]["Problem"] & {
            /** @enum {integer} */
            status: 409;
            /** @enum {string} */
            code: "email-taken";
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "email-taken";
        };
        /** @description The user name is taken */
        UsernameTakenProblem: components["schemas"]["Problem"] & {
            /** @enum {integer} */
            status: 409;
            /** @enum {string} */
            code: "username-taken";
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "username-taken";
        };
        /** @description Too many requests */
        TooManyRequestsProblem: components["schemas"]["Problem"] & {
            /** @enum {integer} */
            status: 429;
            /** @enum {string} */
            code: "too-many-requests";
        };
        /** @description The request is malformed */
        MalformedRequestProblem: components["schemas"]["Problem"] & {
            /** @enum {integer} */
            status: 400;
            /** @enum {string} */
            code: "malformed-request";
        };
        /** @description The body is too large */
        PayloadTooLargeProblem: components["schemas"]["Problem"] & {
            /** @enum {integer} */
            status: 413;
            /** @enum {string} */
            code: "payload-too-large";
        };
        /** @description The content type is not supported */
        UnsupportedMediaTypeProblem: components["schemas"]["Problem"] & {
            /** @enum {integer} */
            status: 415;
            /** @enum {string} */
            code: "unsupported-media-type";
        };
        /** @description Something went wrong on our side */
        InternalErrorProblem: components["schemas"]["Problem"] & {
            /** @enum {integer} */
            status: 500;
            /** @enum {string} */
            code: "internal-error";
        };
        /** @description The token is not valid */
        InvalidTokenProblem: components["schemas"]["Problem"] & {
            /** @enum {integer} */
            status: 401;
            /** @enum {string} */
            code: "invalid-token";
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "invalid-token";
        };
        /** @description Log in first */
        UnauthenticatedProblem: components["schemas"]["Problem"] & {
            /** @enum {integer} */
            status: 401;
            /** @enum {string} */
            code: "unauthenticated";
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "unauthenticated";
        };
        /** @description This is not allowed */
        PermissionDeniedProblem: components["schemas"]["Problem"] & {
            /** @enum {integer} */
            status: 403;
            /** @enum {string} */
            code: "permission-denied";
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "permission-denied";
        };
        /** @description A log-in is required */
        SessionRequiredProblem: components["schemas"]["Problem"] & {
            /** @enum {integer} */
            status: 403;
            /** @enum {string} */
            code: "session-required";
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "session-required";
        };
        /** @description The password is wrong */
        WrongPasswordProblem: components["schemas"]["Problem"] & {
            /** @enum {integer} */
            status: 403;
            /** @enum {string} */
            code: "wrong-password";
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "wrong-password";
        };
        /** @description The last superuser */
        LastSuperuserProblem: components["schemas"]["Problem"] & {
            /** @enum {integer} */
            status: 409;
            /** @enum {string} */
            code: "last-superuser";
        };
        /** @description Too many personal access tokens */
        TooManyTokensProblem: components["schemas"]["Problem"] & {
            /** @enum {integer} */
            status: 409;
            /** @enum {string} */
            code: "too-many-tokens";
        };
        /** @description No such token */
        TokenNotFoundProblem: components["schemas"]["Problem"] & {
            /** @enum {integer} */
            status: 404;
            /** @enum {string} */
            code: "token-not-found";
        };
        /** @description The log-in was refused */
        InvalidCredentialsProblem: components["schemas"]["Problem"] & {
            /** @enum {integer} */
            status: 401;
            /** @enum {string} */
            code: "invalid-credentials";
        };
        /** @description A page of another origin sent this request */
        CrossOriginRequestProblem: components["schemas"]["Problem"] & {
            /** @enum {integer} */
            status: 403;
            /** @enum {string} */
            code: "cross-origin-request";
        };
        /** @description The refresh token was already used */
        RefreshTokenReusedProblem: components["schemas"]["Problem"] & {
            /** @enum {integer} */
            status: 401;
            /** @enum {string} */
            code: "refresh-token-reused";
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "refresh-token-reused";
        };
        /** @description No such session */
        SessionNotFoundProblem: components["schemas"]["Problem"] & {
            /** @enum {integer} */
            status: 404;
            /** @enum {string} */
            code: "session-not-found";
        };
        /** @description No such user */
        UserNotFoundProblem: components["schemas"]["Problem"] & {
            /** @enum {integer} */
            status: 404;
            /** @enum {string} */
            code: "user-not-found";
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "user-not-found";
        };
        /** @description Kinopoisk refuses the API key */
        KinopoiskKeyRefusedProblem: components["schemas"]["Problem"] & {
            /** @enum {integer} */
            status: 503;
            /** @enum {string} */
            code: "kinopoisk-key-refused";
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "kinopoisk-key-refused";
        };
        /** @description The daily Kinopoisk quota is used up */
        KinopoiskQuotaSpentProblem: components["schemas"]["Problem"] & {
            /** @enum {integer} */
            status: 503;
            /** @enum {string} */
            code: "kinopoisk-quota-spent";
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "kinopoisk-quota-spent";
        };
        /** @description Kinopoisk limits the rate of calls */
        KinopoiskRateLimitedProblem: components["schemas"]["Problem"] & {
            /** @enum {integer} */
            status: 503;
            /** @enum {string} */
            code: "kinopoisk-rate-limited";
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "kinopoisk-rate-limited";
        };
        /** @description Kinopoisk is unavailable */
        KinopoiskUnavailableProblem: components["schemas"]["Problem"] & {
            /** @enum {integer} */
            status: 503;
            /** @enum {string} */
            code: "kinopoisk-unavailable";
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "kinopoisk-unavailable";
        };
        /** @description Kinopoisk gave no usable answer */
        KinopoiskBadAnswerProblem: components["schemas"]["Problem"] & {
            /** @enum {integer} */
            status: 502;
            /** @enum {string} */
            code: "kinopoisk-bad-answer";
        };
        /** @description Kinopoisk did not answer in time */
        KinopoiskTimeoutProblem: components["schemas"]["Problem"] & {
            /** @enum {integer} */
            status: 504;
            /** @enum {string} */
            code: "kinopoisk-timeout";
        };
        /** @description The film is restricted */
        MovieRestrictedProblem: components["schemas"]["Problem"] & {
            /** @enum {integer} */
            status: 403;
            /** @enum {string} */
            code: "movie-restricted";
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "movie-restricted";
        };
        /** @description No such film */
        MovieNotFoundProblem: components["schemas"]["Problem"] & {
            /** @enum {integer} */
            status: 404;
            /** @enum {string} */
            code: "movie-not-found";
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "movie-not-found";
        };
        /** @description No such genre */
        GenreNotFoundProblem: components["schemas"]["Problem"] & {
            /** @enum {integer} */
            status: 404;
            /** @enum {string} */
            code: "genre-not-found";
        };
        /** @description No such director */
        DirectorNotFoundProblem: components["schemas"]["Problem"] & {
            /** @enum {integer} */
            status: 404;
            /** @enum {string} */
            code: "director-not-found";
        };
        /** @description The film is not on the shelf */
        FavoriteNotFoundProblem: components["schemas"]["Problem"] & {
            /** @enum {integer} */
            status: 404;
            /** @enum {string} */
            code: "favorite-not-found";
        };
        /** @description Another import is running */
        ImportRunningProblem: components["schemas"]["Problem"] & {
            /** @enum {integer} */
            status: 409;
            /** @enum {string} */
            code: "import-running";
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "import-running";
        };
        /** @description Kinopoisk is not set up here */
        ImportSourceMissingProblem: components["schemas"]["Problem"] & {
            /** @enum {integer} */
            status: 409;
            /** @enum {string} */
            code: "import-source-missing";
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "import-source-missing";
        };
        /** @description No such import */
        ImportNotFoundProblem: components["schemas"]["Problem"] & {
            /** @enum {integer} */
            status: 404;
            /** @enum {string} */
            code: "import-not-found";
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "import-not-found";
        };
        /** @description No such row */
        ImportRowNotFoundProblem: components["schemas"]["Problem"] & {
            /** @enum {integer} */
            status: 404;
            /** @enum {string} */
            code: "import-row-not-found";
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "import-row-not-found";
        };
        /** @description The row is already settled */
        ImportRowSettledProblem: components["schemas"]["Problem"] & {
            /** @enum {integer} */
            status: 409;
            /** @enum {string} */
            code: "import-row-settled";
        };
        /** @description The cursor has expired */
        CursorExpiredProblem: components["schemas"]["Problem"] & {
            /** @enum {integer} */
            status: 410;
            /** @enum {string} */
            code: "cursor-expired";
        };
        /** @description No such restriction */
        RestrictionNotFoundProblem: components["schemas"]["Problem"] & {
            /** @enum {integer} */
            status: 404;
            /** @enum {string} */
            code: "restriction-not-found";
        };
        /** @description No such role */
        RoleNotFoundProblem: components["schemas"]["Problem"] & {
            /** @enum {integer} */
            status: 404;
            /** @enum {string} */
            code: "role-not-found";
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "role-not-found";
        };
        /** @description The role name is taken */
        RoleNameTakenProblem: components["schemas"]["Problem"] & {
            /** @enum {integer} */
            status: 409;
            /** @enum {string} */
            code: "role-name-taken";
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "role-name-taken";
        };
        /** @description The role is built in */
        BuiltInRoleProblem: components["schemas"]["Problem"] & {
            /** @enum {integer} */
            status: 409;
            /** @enum {string} */
            code: "built-in-role";
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "built-in-role";
        };
        /** @description Too many roles */
        TooManyRolesProblem: components["schemas"]["Problem"] & {
            /** @enum {integer} */
            status: 409;
            /** @enum {string} */
            code: "too-many-roles";
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "too-many-roles";
        };
        /** @description The user does not have the role */
        RoleNotHeldProblem: components["schemas"]["Problem"] & {
            /** @enum {integer} */
            status: 404;
            /** @enum {string} */
            code: "role-not-held";
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "role-not-held";
        };
        /** @description Not found */
        RouteNotFoundProblem: components["schemas"]["Problem"] & {
            /** @enum {integer} */
            status: 404;
            /** @enum {string} */
            code: "route-not-found";
        };
        /** @description An account as its owner sees it */
        User: {
            /**
             * Format: uuid
             * @example 01936f7e-7c1e-7c3a-9a55-1d2f0c9b8a77
             */
            id: string;
            /**
             * @description `null` where only an e-mail address was given
             * @example neo
             */
            username: string | null;
            /**
             * @description `null` where only a user name was given
             * @example neo@example.com
             */
            email: string | null;
            /** @example Томас */
            name: string | null;
            /** @example Андерсон */
            surname: string | null;
            /**
             * @description Names of the roles
             * @example [
             *       "user"
             *     ]
             */
            roles: string[];
            /**
             * Format: date-time
             * @example 2026-11-20T17:25:00.000Z
             */
            created_at: string;
            /**
             * @description Id of a genre
             * @example 6
             */
            favorite_genre: number | null;
            /**
             * @description The same as `favorite_genre`
             * @example 6
             */
            favourite_genre: number | null;
            /**
             * @description What the account may do at this moment
             * @example [
             *       "account:own",
             *       "catalogue:read",
             *       "favorites:own",
             *       "movies:read"
             *     ]
             */
            permissions: string[];
        };
        /**
         * @description At least one of `username` and `email`
         * @example {
         *       "username": "neo",
         *       "password": "follow the white rabbit"
         *     }
         */
        Registration: {
            /**
             * @description Letters of one alphabet (Latin, Cyrillic or Greek), digits and ._-; case does not matter
             * @example neo
             */
            username?: string;
            /**
             * @description An e-mail address; it is not verified
             * @example neo@example.com
             */
            email?: string;
            /**
             * @description 8 characters to 1024 bytes; 15 characters or more are safer
             * @example follow the white rabbit
             */
            password: string;
            /** @example Томас */
            name?: string | null;
            /** @example Андерсон */
            surname?: string | null;
            /**
             * @description Id of a genre, as a number or a string of digits
             * @example 6
             */
            favorite_genre?: number | string | null;
            /**
             * @description Another spelling of `favorite_genre`
             * @example 6
             */
            favourite_genre?: number | string | null;
        } & ({
            username: string;
        } | {
            email: string;
        });
        /**
         * @description The fields to change
         * @example {
         *       "favorite_genre": 4
         *     }
         */
        ProfileChange: {
            /** @example Томас */
            name?: string | null;
            /** @example Андерсон */
            surname?: string | null;
            /**
             * @description Id of a genre, as a number or a string of digits
             * @example 6
             */
            favorite_genre?: number | string | null;
            /**
             * @description Another spelling of `favorite_genre`
             * @example 6
             */
            favourite_genre?: number | string | null;
        };
        /** @description All data stored about an account */
        AccountExport: {
            profile: components["schemas"]["User"];
            /** @description The shelf, with my notes, ratings and dates */
            favorites: components["schemas"]["FavoriteMovie"][];
            /** @description My sessions */
            sessions: components["schemas"]["Session"][];
            /** @description My personal access tokens, without their secrets */
            personal_tokens: components["schemas"]["PersonalToken"][];
            /** @description Attempts to log in to my account */
            logins: components["schemas"]["Login"][];
            /** @description My imports */
            imports: components["schemas"]["Import"][];
            /** @description The rows of all imports */
            import_rows: components["schemas"]["ExportedImportRow"][];
        };
        /** @description A film on the shelf */
        FavoriteMovie: {
            /**
             * @description The same as `kinopoisk_id`
             * @example 301
             */
            id: number;
            /**
             * @description Id of the film at Kinopoisk
             * @example 301
             */
            kinopoisk_id: number;
            /**
             * @description The Russian title; without one the original or the English title
             * @example Матрица
             */
            title: string | null;
            /**
             * @description The original title; without one the English title
             * @example The Matrix
             */
            original_title: string | null;
            /**
             * @description What the film is about, in Russian
             * @example null
             */
            description: string | null;
            /**
             * @description The year of release
             * @example 1999
             */
            year: number | null;
            /**
             * @description The rating at Kinopoisk
             * @example 8.498
             */
            rating: number | null;
            /**
             * @description The first of `genres`
             * @example {
             *       "id": 6,
             *       "name": "фантастика"
             *     }
             */
            genre: {
                id: number;
                name: string;
            } | null;
            /** @description All genres that are known */
            genres: components["schemas"]["Genre"][];
            /**
             * @description The first of `directors`
             * @example {
             *       "id": 23330,
             *       "name": "Лана Вачовски"
             *     }
             */
            director: {
                id: number;
                name: string;
            } | null;
            /** @description All directors that are known */
            directors: components["schemas"]["Director"][];
            /**
             * @description Countries of production, in Russian
             * @example [
             *       "США",
             *       "Австралия"
             *     ]
             */
            countries: string[];
            /**
             * @description Duration in minutes
             * @example 136
             */
            length_minutes: number | null;
            /**
             * @description As Kinopoisk names it: `FILM`, `TV_SERIES`, `MINI_SERIES`; new types may appear
             * @example FILM
             */
            type: string | null;
            /**
             * @description A link to the poster
             * @example null
             */
            poster_url: string | null;
            /**
             * @description A link to a small poster
             * @example null
             */
            poster_preview_url: string | null;
            /**
             * @description The page of the film at Kinopoisk
             * @example https://www.kinopoisk.ru/film/301/
             */
            web_url: string;
            /**
             * @description Labels of the restrictions that cover the film
             * @example []
             */
            labels: string[];
            /**
             * @description Whether the caller may see the whole film; `false` marks a teaser
             * @example true
             */
            viewable: boolean;
            /**
             * @description A link to the trailer, or to Kinopoisk if no trailer is known
             * @example https://www.youtube.com/watch?v=nUEQNVV3Gfs
             */
            trailer: string;
            /**
             * @description The rating at IMDb
             * @example 8.7
             */
            rating_imdb: number | null;
            /**
             * @description The age from which the film is suitable, in years
             * @example 18
             */
            age_limit: number | null;
            /**
             * @description Id of the film at IMDb
             * @example tt0133093
             */
            imdb_id: string | null;
            /**
             * Format: date-time
             * @description When the film was last fetched from Kinopoisk
             * @example null
             */
            fetched_at: string | null;
            /**
             * @description My rating
             * @example 9
             */
            user_rating: number | null;
            /**
             * @description My note
             * @example There is no spoon
             */
            note: string | null;
            /**
             * Format: date
             * @description The day I watched it
             * @example 2026-11-20
             */
            watched_at: string | null;
            /**
             * Format: date-time
             * @description When I added it to the shelf
             * @example 2026-11-20T17:25:00.000Z
             */
            added_at: string;
        };
        /**
         * @description A genre. Ids below 2000000000 come from Kinopoisk, the others from this service
         * @example {
         *       "id": 6,
         *       "name": "фантастика"
         *     }
         */
        Genre: {
            id: number;
            name: string;
        };
        /**
         * @description A director. Ids below 2000000000 come from Kinopoisk, the others from this service
         * @example {
         *       "id": 23330,
         *       "name": "Лана Вачовски"
         *     }
         */
        Director: {
            id: number;
            name: string;
        };
        /** @description A log-in on one device */
        Session: {
            /**
             * Format: uuid
             * @description The `sid` claim of its tokens
             * @example 01936f7e-7c1e-7c3a-9a55-1d2f0c9b8a77
             */
            id: string;
            /**
             * @description Whether this is the session of the request
             * @example true
             */
            current: boolean;
            /**
             * @description The program that logged in
             * @example kinopolka
             */
            client_id: string;
            /**
             * @description The permissions that the session is narrowed to
             * @example null
             */
            scope: string[] | null;
            /**
             * @description Address of the client
             * @example 203.0.113.7
             */
            ip: string;
            /**
             * @description The `User-Agent` of the client
             * @example curl/8.14.1
             */
            user_agent: string | null;
            /**
             * Format: date-time
             * @example 2026-11-20T17:25:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When the session was last renewed
             * @example 2026-11-20T17:25:00.000Z
             */
            last_used_at: string;
            /**
             * Format: date-time
             * @description When the session expires unless it is renewed
             * @example 2026-11-20T17:25:00.000Z
             */
            expires_at: string;
        };
        /** @description A token for a script. The token itself is shown only when it is made */
        PersonalToken: {
            /**
             * Format: uuid
             * @example 01936f7e-7c1e-7c3a-9a55-1d2f0c9b8a78
             */
            id: string;
            /**
             * @description A name by which people recognize the token
             * @example Home automation
             */
            name: string;
            /**
             * @description The permissions of the token. It never allows more than its owner may do
             * @example [
             *       "favorites:own"
             *     ]
             */
            permissions: string[];
            /**
             * @description The last four characters of the token
             * @example Qx3Z
             */
            hint: string;
            /**
             * Format: date-time
             * @example 2026-11-20T17:25:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description From then on the token is refused
             * @example 2026-11-20T17:25:00.000Z
             */
            expires_at: string;
            /**
             * Format: date-time
             * @description Up to a minute old; `null` before the first use
             * @example 2026-11-20T17:25:00.000Z
             */
            last_used_at: string | null;
        };
        /** @description An attempt to log in */
        Login: {
            /**
             * Format: date-time
             * @description When the attempt was made
             * @example 2026-11-20T17:25:00.000Z
             */
            at: string;
            /**
             * @description `registered` is the creation of the account; only the export contains it
             * @example success
             * @enum {string}
             */
            outcome: "success" | "wrong_password" | "inactive" | "limited" | "registered";
            /**
             * @description Address of the client
             * @example 203.0.113.7
             */
            ip: string;
            /**
             * @description The `User-Agent` of the client
             * @example curl/8.14.1
             */
            user_agent: string | null;
            /**
             * Format: uuid
             * @description The session that began; `null` for a refused attempt
             * @example 01936f7e-7c1e-7c3a-9a55-1d2f0c9b8a77
             */
            session_id: string | null;
        };
        /** @description An import and its progress */
        Import: {
            /**
             * Format: uuid
             * @example 01a1fa47-f137-7d3c-86e9-55023f7be66d
             */
            id: string;
            /**
             * @description A profile at Kinopoisk or a file
             * @example file
             * @enum {string}
             */
            source: "kinopoisk" | "file";
            /**
             * @description The program that wrote the file
             * @example imdb
             * @enum {string|null}
             */
            format: "kinopolka" | "imdb" | "letterboxd" | "table" | null;
            /**
             * @description The Kinopoisk profile whose ratings are imported
             * @example null
             */
            kinopoisk_user_id: number | null;
            /**
             * @description Whether the shelf stays unchanged
             * @example false
             */
            dry_run: boolean;
            /**
             * @description The columns of the list, and how they were understood; `null` for a profile
             * @example [
             *       {
             *         "name": "Title",
             *         "understood_as": "title",
             *         "rating_scale": null,
             *         "scale_decided_by": null,
             *         "day_order": null
             *       },
             *       {
             *         "name": "Rating",
             *         "understood_as": "user_rating",
             *         "rating_scale": 5,
             *         "scale_decided_by": "values",
             *         "day_order": null
             *       },
             *       {
             *         "name": "Genres",
             *         "understood_as": null,
             *         "rating_scale": null,
             *         "scale_decided_by": null,
             *         "day_order": null
             *       }
             *     ]
             */
            columns: components["schemas"]["ImportedColumn"][] | null;
            /**
             * @description `waiting`: paused until `continues_at`, because it has to save calls to Kinopoisk; it continues automatically
             * @example done
             * @enum {string}
             */
            status: "reading" | "running" | "waiting" | "done" | "cancelled" | "failed";
            /**
             * @description Why the import failed. Kinopoisk does not distinguish a private profile from a missing one
             * @example null
             * @enum {string|null}
             */
            failure: "profile_not_found" | "profile_empty" | "not_allowed" | "file_lost" | null;
            /** @description The number of rows, in total and by outcome */
            rows: {
                /**
                 * @description All rows
                 * @example 3
                 */
                total: number;
                /**
                 * @description Not processed yet
                 * @example 3
                 */
                pending: number;
                /**
                 * @description Kinopoisk has to be asked, which costs calls of the quota
                 * @example 3
                 */
                waiting: number;
                /**
                 * @description The film is known
                 * @example 3
                 */
                matched: number;
                /**
                 * @description The row may mean several films; choose one
                 * @example 3
                 */
                ambiguous: number;
                /**
                 * @description No film was found; choose one
                 * @example 3
                 */
                not_found: number;
                /**
                 * @description You may not add the film
                 * @example 3
                 */
                restricted: number;
                /**
                 * @description The row cannot be used
                 * @example 3
                 */
                invalid: number;
            };
            /** @description How the matched rows changed the shelf, or would change it in a dry run */
            shelf: {
                /**
                 * @description The film was added to the shelf
                 * @example 3
                 */
                added: number;
                /**
                 * @description The rating, the note or the day changed
                 * @example 3
                 */
                changed: number;
                /**
                 * @description The shelf already had all of it
                 * @example 3
                 */
                unchanged: number;
            };
            /**
             * Format: date-time
             * @example 2026-11-20T17:25:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When a paused import continues
             * @example null
             */
            continues_at: string | null;
            /**
             * Format: date-time
             * @description `null` until it is done, cancelled or failed
             * @example 2026-11-20T17:25:00.000Z
             */
            finished_at: string | null;
        };
        /** @description A column of the list, and how it was understood */
        ImportedColumn: {
            /**
             * @description As the file names it
             * @example Rating
             */
            name: string;
            /**
             * @description `null`: the column was not understood, and nothing of it is imported
             * @example user_rating
             * @enum {string|null}
             */
            understood_as: "kinopoisk_id" | "imdb_id" | "link" | "title" | "original_title" | "year" | "release_date" | "type" | "season" | "episode" | "user_rating" | "note" | "watched_at" | "added_at" | null;
            /**
             * @description The highest possible rating of the column: 5, 10 or 100. Ratings are converted to a scale of ten
             * @example 5
             */
            rating_scale: number | null;
            /**
             * @description `sender`: `rating_scale` of the request; `column`: the name of the column or the site; `values`: all ratings of the column; `assumption`: nothing shows the scale. Check the ratings, and if they are wrong, import the list again with `rating_scale`
             * @example values
             * @enum {string|null}
             */
            scale_decided_by: "sender" | "column" | "values" | "assumption" | null;
            /**
             * @description Which number comes first in days such as `5/1/2024`; `null` if the column has none, or if both orders are possible
             * @example null
             * @enum {string|null}
             */
            day_order: "day_first" | "month_first" | null;
        };
        /** @description A row of an import, with the id of the import */
        ExportedImportRow: {
            /**
             * @description Number of the row, from 1
             * @example 1
             */
            row: number;
            /**
             * @description `null` when the row is unusable
             * @example {
             *       "kinopoisk_id": null,
             *       "imdb_id": null,
             *       "title": "Матрица",
             *       "original_title": "The Matrix",
             *       "year": 1999,
             *       "user_rating": 9,
             *       "note": null,
             *       "watched_at": "2024-05-01",
             *       "added_at": null
             *     }
             */
            said: {
                /**
                 * @description Id of the film at Kinopoisk
                 * @example 301
                 */
                kinopoisk_id: number | null;
                /**
                 * @description Id of the film at IMDb
                 * @example tt0133093
                 */
                imdb_id: string | null;
                /**
                 * @description The title
                 * @example Матрица
                 */
                title: string | null;
                /**
                 * @description Another title
                 * @example The Matrix
                 */
                original_title: string | null;
                /**
                 * @description The year of release
                 * @example 1999
                 */
                year: number | null;
                /**
                 * @description My rating out of ten
                 * @example 9
                 */
                user_rating: number | null;
                /**
                 * @description My note
                 * @example null
                 */
                note: string | null;
                /**
                 * @description The day I watched it
                 * @example 2024-05-01
                 */
                watched_at: string | null;
                /**
                 * Format: date-time
                 * @description When I added it to the list
                 * @example 2026-11-20T17:25:00.000Z
                 */
                added_at: string | null;
            } | null;
            /**
             * @description Why the row is unusable
             * @example null
             * @enum {string|null}
             */
            fault: "columns" | "film" | "not_a_film" | "rating" | "watched_at" | "added_at" | "note" | "year" | null;
            /**
             * @description The beginning of an unusable row
             * @example null
             */
            text: string | null;
            /**
             * @description Cells that could not be used, while the rest of the row was imported. `unreadable`: not a value of this kind; `out_of_range`: a value that is not allowed, such as 11 out of 10; `ambiguous`: a day such as `5/1/2024` in a column that does not show which number is the month; `too_long`: a note is cut to 1000 characters, any other value is ignored; `not_well_formed`: characters that cannot be stored are removed from a note, any other value that has them is ignored
             * @example [
             *       {
             *         "column": "Date Rated",
             *         "reason": "unreadable"
             *       }
             *     ]
             */
            ignored: {
                /**
                 * @description The column, as the file names it
                 * @example Date Rated
                 */
                column: string;
                /**
                 * @description Why it could not be used
                 * @example unreadable
                 * @enum {string}
                 */
                reason: "unreadable" | "out_of_range" | "ambiguous" | "too_long" | "not_well_formed";
            }[];
            /**
             * @description `pending`: Not processed yet. `waiting`: Kinopoisk has to be asked, which costs calls of the quota. `matched`: The film is known. `ambiguous`: The row may mean several films; choose one. `not_found`: No film was found; choose one. `restricted`: You may not add the film. `invalid`: The row cannot be used
             * @example matched
             * @enum {string}
             */
            outcome: "pending" | "waiting" | "matched" | "ambiguous" | "not_found" | "restricted" | "invalid";
            /**
             * @description The matched film
             * @example 301
             */
            kinopoisk_id: number | null;
            /**
             * @description How the film was found; `owner`: you chose it
             * @example title_and_year
             * @enum {string|null}
             */
            matched_by: "kinopoisk_id" | "imdb_id" | "title_and_year" | "owner" | null;
            /**
             * @description How well the film fits the row; 1 is certain
             * @example 0.95
             */
            confidence: number | null;
            /**
             * @description The films that an ambiguous row may mean
             * @example []
             */
            candidates: {
                /**
                 * @description Id of the film at Kinopoisk
                 * @example 301
                 */
                kinopoisk_id: number;
                /**
                 * @description The title
                 * @example Матрица
                 */
                title: string | null;
                /**
                 * @description The year of release
                 * @example 1999
                 */
                year: number | null;
                /**
                 * @description How well the film fits the row; 1 is certain
                 * @example 0.95
                 */
                confidence: number;
            }[];
            /**
             * @description `added`: The film was added to the shelf. `changed`: The rating, the note or the day changed. `unchanged`: The shelf already had all of it
             * @example added
             * @enum {string|null}
             */
            shelf: "added" | "changed" | "unchanged" | null;
            /**
             * Format: uuid
             * @description The import of the row
             * @example 01a1fa47-f137-7d3c-86e9-55023f7be66d
             */
            import_id: string;
        };
        /**
         * @description The current and the new password
         * @example {
         *       "password_1": "follow the white rabbit",
         *       "password_2": "there is no spoon at all"
         *     }
         */
        PasswordChange: {
            /**
             * @description The current password
             * @example follow the white rabbit
             */
            password_1?: string;
            /** @description The new password */
            password_2?: string;
            /**
             * @description Another spelling of `password_1`
             * @example follow the white rabbit
             */
            old_password?: string;
            /** @description Another spelling of `password_2` */
            new_password?: string;
        } & (({
            password_1: string;
        } | {
            old_password: string;
        }) & ({
            password_2: string;
        } | {
            new_password: string;
        }));
        /**
         * @description The new names, at least one, and the current password
         * @example {
         *       "username": "the.one",
         *       "password": "follow the white rabbit"
         *     }
         */
        LoginChange: {
            /**
             * @description The new user name
             * @example the.one
             */
            username?: string;
            /** @description The new e-mail address */
            email?: string;
            /**
             * @description The current password
             * @example follow the white rabbit
             */
            password: string;
        } & ({
            username: string;
        } | {
            email: string;
        });
        /**
         * @description The password, which confirms the deletion
         * @example {
         *       "password": "follow the white rabbit"
         *     }
         */
        AccountDeletion: {
            /**
             * @description The current password
             * @example follow the white rabbit
             */
            password: string;
        };
        /** @description A new token, with its secret */
        NewPersonalToken: {
            /**
             * Format: uuid
             * @example 01936f7e-7c1e-7c3a-9a55-1d2f0c9b8a78
             */
            id: string;
            /**
             * @description A name by which people recognize the token
             * @example Home automation
             */
            name: string;
            /**
             * @description The permissions of the token. It never allows more than its owner may do
             * @example [
             *       "favorites:own"
             *     ]
             */
            permissions: string[];
            /**
             * @description The last four characters of the token
             * @example Qx3Z
             */
            hint: string;
            /**
             * Format: date-time
             * @example 2026-11-20T17:25:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description From then on the token is refused
             * @example 2026-11-20T17:25:00.000Z
             */
            expires_at: string;
            /**
             * Format: date-time
             * @description Up to a minute old; `null` before the first use
             * @example 2026-11-20T17:25:00.000Z
             */
            last_used_at: string | null;
            /**
             * @description The secret: `kpat_`, then 34 random characters and 6 of their checksum
             * @example kpat_0000000000000000000000000000000000000000
             */
            token: string;
        };
        /**
         * @description What the token is for, what it allows and for how long
         * @example {
         *       "name": "Home automation",
         *       "permissions": [
         *         "favorites:own"
         *       ]
         *     }
         */
        PersonalTokenRequest: {
            /**
             * @description A name by which people recognize the token
             * @example Home automation
             */
            name: string;
            /**
             * @description Permissions that you have, at least one
             * @example [
             *       "favorites:own"
             *     ]
             */
            permissions: string[];
            /**
             * @description Days until the token expires
             * @default 90
             * @example 90
             */
            expires_in_days?: number;
        };
        /** @description The tokens of a session */
        TokenPair: {
            /**
             * @description Send it in the Authorization header
             * @example eyJhbGciOiJFZERTQSJ9.e30.c2ln
             */
            access_token: string;
            /**
             * @description Renews the session once
             * @example kpr_AAAA
             */
            refresh_token: string;
            /**
             * @description How the access token is sent (RFC 6750)
             * @enum {string}
             */
            token_type: "Bearer";
            /**
             * @description Seconds until the access token expires
             * @example 900
             */
            expires_in: number;
            /**
             * @description Seconds until the refresh token expires
             * @example 2592000
             */
            refresh_expires_in: number;
        };
        /**
         * @description `password` and one of `login`, `username` and `email`
         * @example {
         *       "login": "neo",
         *       "password": "follow the white rabbit"
         *     }
         */
        Credentials: {
            /**
             * @description A user name or an e-mail address
             * @example neo
             */
            login?: string;
            /** @description An alias of `login` */
            username?: string;
            /** @description An alias of `login` */
            email?: string;
            /**
             * @description The password of the account
             * @example follow the white rabbit
             */
            password: string;
        } & ({
            login: string;
        } | {
            username: string;
        } | {
            email: string;
        });
        /**
         * @description The tokens of the session
         * @example {
         *       "refresh_token": "kpr_AAAA"
         *     }
         */
        Renewal: {
            /**
             * @description The last refresh token of the session
             * @example kpr_AAAA
             */
            refresh_token: string;
            /** @description An access token of the same session; it may have expired */
            access_token?: string;
        };
        /** @description The answer of RFC 6749 section 5.1 */
        TokenAnswer: {
            /**
             * @description Send it in the Authorization header
             * @example eyJhbGciOiJFUzI1NiJ9.e30.c2ln
             */
            access_token: string;
            /**
             * @description How the access token is sent (RFC 6750)
             * @enum {string}
             */
            token_type: "Bearer";
            /**
             * @description Seconds
             * @example 900
             */
            expires_in: number;
            /**
             * @description Renews the session once
             * @example kpr_AAAA
             */
            refresh_token: string;
            /**
             * @description What the access token allows, permissions separated by spaces
             * @example account:own catalogue:read favorites:own movies:read
             */
            scope: string;
        };
        /** @description A failure (RFC 6749 section 5.2) */
        OAuthError: {
            /**
             * @description Never changes its meaning; base your program’s decisions on it
             * @example invalid_grant
             */
            error: string;
            /**
             * @description For people
             * @example The log-in name or the password is wrong, or the account is deactivated.
             */
            error_description: string;
        };
        /**
         * @description The parameters of RFC 6749 sections 4.3.2 and 6
         * @example {
         *       "grant_type": "password",
         *       "username": "neo",
         *       "password": "follow the white rabbit"
         *     }
         */
        TokenRequest: {
            /**
             * @description `password` logs in, `refresh_token` renews a session
             * @example password
             * @enum {string}
             */
            grant_type: "password" | "refresh_token";
            /**
             * @description With `password`: a user name or an e-mail address
             * @example neo
             */
            username?: string;
            /**
             * @description With `password`: the password
             * @example follow the white rabbit
             */
            password?: string;
            /**
             * @description With `refresh_token`: the token
             * @example kpr_AAAA
             */
            refresh_token?: string;
            /**
             * @description The program that logs in, `kinopolka` by default. At a renewal, the program that logged in
             * @example kinopolka
             */
            client_id?: string;
            /**
             * @description Permissions, separated by spaces. At a log-in they narrow the whole session, at a renewal only the new access token
             * @example account:own catalogue:read favorites:own movies:read
             */
            scope?: string;
            /**
             * @description Ignored: clients are public
             * @example
             */
            client_secret?: string;
        };
        /**
         * @description The parameters of RFC 7009 section 2.1
         * @example {
         *       "token": "kpr_AAAA"
         *     }
         */
        Revocation: {
            /**
             * @description The token
             * @example kpr_AAAA
             */
            token: string;
            /**
             * @description Ignored: the token shows its type
             * @example refresh_token
             */
            token_type_hint?: string;
            /**
             * @description Ignored
             * @example kinopolka
             */
            client_id?: string;
        };
        /**
         * @description The answer of RFC 7662 section 2.2
         * @example {
         *       "active": false
         *     }
         */
        TokenState: {
            /** @description Whether the token would be accepted */
            active: boolean;
            /** @description What it allows, permissions separated by spaces */
            scope?: string;
            /** @description The program that logged in */
            client_id?: string;
            /** @description User name, or else e-mail address */
            username?: string;
            /** @description Id of the user */
            sub?: string;
            /** @description Id of the session */
            sid?: string;
            /** @description Id of the access token */
            jti?: string;
            /** @description The issuer */
            iss?: string;
            /** @description The audience */
            aud?: string;
            /** @description When it was issued, in seconds since 1970 */
            iat?: number;
            /** @description When it expires, in seconds since 1970 */
            exp?: number;
            /**
             * @description `N_A`: a refresh token
             * @enum {string}
             */
            token_type?: "Bearer" | "N_A";
        };
        /**
         * @description The parameters of RFC 7662 section 2.1
         * @example {
         *       "token": "kpr_AAAA"
         *     }
         */
        Introspection: {
            /**
             * @description The token
             * @example kpr_AAAA
             */
            token: string;
            /**
             * @description Ignored: the token shows its type
             * @example access_token
             */
            token_type_hint?: string;
        };
        /**
         * @description Metadata of RFC 8414
         * @example {
         *       "issuer": "https://films.example",
         *       "token_endpoint": "https://films.example/oauth/token",
         *       "revocation_endpoint": "https://films.example/oauth/revoke",
         *       "introspection_endpoint": "https://films.example/oauth/introspect",
         *       "jwks_uri": "https://films.example/.well-known/jwks.json",
         *       "grant_types_supported": [
         *         "password",
         *         "refresh_token"
         *       ],
         *       "response_types_supported": [],
         *       "scopes_supported": [
         *         "movies:read"
         *       ],
         *       "token_endpoint_auth_methods_supported": [
         *         "none"
         *       ],
         *       "revocation_endpoint_auth_methods_supported": [
         *         "none"
         *       ],
         *       "introspection_endpoint_auth_methods_supported": [
         *         "Bearer"
         *       ]
         *     }
         */
        AuthorizationServer: {
            /** @description The `iss` of access tokens */
            issuer: string;
            /** @description Logs in and renews sessions */
            token_endpoint: string;
            /** @description Ends sessions */
            revocation_endpoint: string;
            /** @description Looks up tokens */
            introspection_endpoint: string;
            /** @description The public keys for access tokens */
            jwks_uri: string;
            /** @description Values of `grant_type` */
            grant_types_supported: string[];
            /** @description Empty: there is no authorization endpoint */
            response_types_supported: string[];
            /** @description The permissions that exist */
            scopes_supported: string[];
            /** @description `none`: clients are public */
            token_endpoint_auth_methods_supported: string[];
            /** @description `none`: clients are public */
            revocation_endpoint_auth_methods_supported: string[];
            /** @description `Bearer`: an access token */
            introspection_endpoint_auth_methods_supported: string[];
        };
        /** @description The access token of a session whose refresh token is in a cookie */
        PageSession: {
            /**
             * @description Send it in the Authorization header
             * @example eyJhbGciOiJFUzI1NiJ9.e30.c2ln
             */
            access_token: string;
            /**
             * @description How the access token is sent (RFC 6750)
             * @enum {string}
             */
            token_type: "Bearer";
            /**
             * @description Seconds until the access token expires
             * @example 900
             */
            expires_in: number;
            /**
             * @description Seconds until the cookie expires
             * @example 2592000
             */
            refresh_expires_in: number;
            /**
             * @description What the access token allows, permissions separated by spaces
             * @example account:own catalogue:read favorites:own movies:read
             */
            scope: string;
        };
        /** @description A film in search results */
        MoviePreview: {
            /**
             * @description The same as `kinopoisk_id`
             * @example 301
             */
            id: number;
            /**
             * @description Id of the film at Kinopoisk
             * @example 301
             */
            kinopoisk_id: number;
            /**
             * @description The Russian title; without one the original or the English title
             * @example Матрица
             */
            title: string | null;
            /**
             * @description The original title; without one the English title
             * @example The Matrix
             */
            original_title: string | null;
            /**
             * @description What the film is about, in Russian
             * @example null
             */
            description: string | null;
            /**
             * @description The year of release
             * @example 1999
             */
            year: number | null;
            /**
             * @description The rating at Kinopoisk
             * @example 8.498
             */
            rating: number | null;
            /**
             * @description The first of `genres`
             * @example {
             *       "id": 6,
             *       "name": "фантастика"
             *     }
             */
            genre: {
                id: number;
                name: string;
            } | null;
            /** @description All genres that are known */
            genres: components["schemas"]["Genre"][];
            /**
             * @description The first of `directors`
             * @example {
             *       "id": 23330,
             *       "name": "Лана Вачовски"
             *     }
             */
            director: {
                id: number;
                name: string;
            } | null;
            /** @description All directors that are known */
            directors: components["schemas"]["Director"][];
            /**
             * @description Countries of production, in Russian
             * @example [
             *       "США",
             *       "Австралия"
             *     ]
             */
            countries: string[];
            /**
             * @description Duration in minutes
             * @example 136
             */
            length_minutes: number | null;
            /**
             * @description As Kinopoisk names it: `FILM`, `TV_SERIES`, `MINI_SERIES`; new types may appear
             * @example FILM
             */
            type: string | null;
            /**
             * @description A link to the poster
             * @example null
             */
            poster_url: string | null;
            /**
             * @description A link to a small poster
             * @example null
             */
            poster_preview_url: string | null;
            /**
             * @description The page of the film at Kinopoisk
             * @example https://www.kinopoisk.ru/film/301/
             */
            web_url: string;
            /**
             * @description Labels of the restrictions that cover the film
             * @example []
             */
            labels: string[];
            /**
             * @description Whether the caller may see the whole film; `false` marks a teaser
             * @example true
             */
            viewable: boolean;
        };
        /** @description A film */
        Movie: {
            /**
             * @description The same as `kinopoisk_id`
             * @example 301
             */
            id: number;
            /**
             * @description Id of the film at Kinopoisk
             * @example 301
             */
            kinopoisk_id: number;
            /**
             * @description The Russian title; without one the original or the English title
             * @example Матрица
             */
            title: string | null;
            /**
             * @description The original title; without one the English title
             * @example The Matrix
             */
            original_title: string | null;
            /**
             * @description What the film is about, in Russian
             * @example null
             */
            description: string | null;
            /**
             * @description The year of release
             * @example 1999
             */
            year: number | null;
            /**
             * @description The rating at Kinopoisk
             * @example 8.498
             */
            rating: number | null;
            /**
             * @description The first of `genres`
             * @example {
             *       "id": 6,
             *       "name": "фантастика"
             *     }
             */
            genre: {
                id: number;
                name: string;
            } | null;
            /** @description All genres that are known */
            genres: components["schemas"]["Genre"][];
            /**
             * @description The first of `directors`
             * @example {
             *       "id": 23330,
             *       "name": "Лана Вачовски"
             *     }
             */
            director: {
                id: number;
                name: string;
            } | null;
            /** @description All directors that are known */
            directors: components["schemas"]["Director"][];
            /**
             * @description Countries of production, in Russian
             * @example [
             *       "США",
             *       "Австралия"
             *     ]
             */
            countries: string[];
            /**
             * @description Duration in minutes
             * @example 136
             */
            length_minutes: number | null;
            /**
             * @description As Kinopoisk names it: `FILM`, `TV_SERIES`, `MINI_SERIES`; new types may appear
             * @example FILM
             */
            type: string | null;
            /**
             * @description A link to the poster
             * @example null
             */
            poster_url: string | null;
            /**
             * @description A link to a small poster
             * @example null
             */
            poster_preview_url: string | null;
            /**
             * @description The page of the film at Kinopoisk
             * @example https://www.kinopoisk.ru/film/301/
             */
            web_url: string;
            /**
             * @description Labels of the restrictions that cover the film
             * @example []
             */
            labels: string[];
            /**
             * @description Whether the caller may see the whole film; `false` marks a teaser
             * @example true
             */
            viewable: boolean;
            /**
             * @description A link to the trailer, or to Kinopoisk if no trailer is known
             * @example https://www.youtube.com/watch?v=nUEQNVV3Gfs
             */
            trailer: string;
            /**
             * @description The rating at IMDb
             * @example 8.7
             */
            rating_imdb: number | null;
            /**
             * @description The age from which the film is suitable, in years
             * @example 18
             */
            age_limit: number | null;
            /**
             * @description Id of the film at IMDb
             * @example tt0133093
             */
            imdb_id: string | null;
            /**
             * Format: date-time
             * @description When the film was last fetched from Kinopoisk
             * @example null
             */
            fetched_at: string | null;
        };
        /**
         * @description How the calls to Kinopoisk of today are used
         * @example {
         *       "has_api_key": true,
         *       "limit": 500,
         *       "used": 123,
         *       "remaining": 377,
         *       "reserved": 190,
         *       "resets_at": "2026-11-21T00:00:00.000Z"
         *     }
         */
        KinopoiskQuota: {
            /** @description Whether the service has an API key of Kinopoisk. Without one it makes no calls, and all other fields are null */
            has_api_key: boolean;
            /** @description The calls of a day: the limit of the operator or of Kinopoisk, whichever is smaller */
            limit: number | null;
            /** @description The calls made today, by all instances */
            used: number | null;
            /** @description The calls left today */
            remaining: number | null;
            /** @description How many of the remaining calls are reserved for people who wait for an answer. Background work may use the others */
            reserved: number | null;
            /**
             * Format: date-time
             * @description When the next day of the quota begins
             * @example 2026-11-20T17:25:00.000Z
             */
            resets_at: string | null;
        };
        /** @description The film to add */
        FavoriteToAdd: {
            /**
             * @description Id of the film at Kinopoisk
             * @example 301
             */
            kinopoisk_id: number;
        };
        /**
         * @description The fields to change
         * @example {
         *       "note": "There is no spoon",
         *       "user_rating": 9,
         *       "watched_at": "2026-11-20"
         *     }
         */
        FavoriteChange: {
            /**
             * @description My note
             * @example There is no spoon
             */
            note?: string | null;
            /**
             * @description My rating
             * @example 9
             */
            user_rating?: number | null;
            /**
             * Format: date
             * @description The day I watched it
             * @example 2026-11-20
             */
            watched_at?: string | null;
        };
        /**
         * @description A list as the JSON export writes it, or with other names that are understood as headers of a table
         * @example [
         *       {
         *         "title": "Матрица",
         *         "year": 1999,
         *         "user_rating": 9
         *       }
         *     ]
         */
        FilmsToImport: ({
            /** @description Id of the film at Kinopoisk */
            kinopoisk_id?: number;
            /** @description The title in any language */
            title?: string;
            /** @description The year of release */
            year?: number;
        } & {
            [key: string]: unknown;
        })[];
        /**
         * @description An object with lists of films, such as the backup of Simkl. The lists may have other names, and may be in objects within the object. Its first field must not be a field of VotesToImport
         * @example {
         *       "movies": [
         *         {
         *           "title": "Матрица",
         *           "year": 1999,
         *           "user_rating": 9
         *         }
         *       ],
         *       "shows": [
         *         {
         *           "title": "Друзья",
         *           "year": 1994
         *         }
         *       ]
         *     }
         */
        ListsToImport: {
            /** @description A list of films */
            movies?: ({
                /** @description Id of the film at Kinopoisk */
                kinopoisk_id?: number;
                /** @description The title in any language */
                title?: string;
                /** @description The year of release */
                year?: number;
            } & {
                [key: string]: unknown;
            })[];
            /** @description A list of series */
            shows?: ({
                /** @description Id of the film at Kinopoisk */
                kinopoisk_id?: number;
                /** @description The title in any language */
                title?: string;
                /** @description The year of release */
                year?: number;
            } & {
                [key: string]: unknown;
            })[];
            /** @description A list of both */
            items?: ({
                /** @description Id of the film at Kinopoisk */
                kinopoisk_id?: number;
                /** @description The title in any language */
                title?: string;
                /** @description The year of release */
                year?: number;
            } & {
                [key: string]: unknown;
            })[];
        } & {
            [key: string]: unknown;
        };
        /** @description The public ratings of a Kinopoisk profile */
        VotesToImport: {
            /**
             * @description Ratings are read from Kinopoisk
             * @enum {string}
             */
            source: "kinopoisk";
            /**
             * @description The number in the address of the profile
             * @example 700002
             */
            kinopoisk_user_id: number;
            /**
             * @description Leave the shelf unchanged and only report what the import would do
             * @default false
             */
            dry_run?: boolean;
        };
        /** @description A row of an import and its outcome */
        ImportRow: {
            /**
             * @description Number of the row, from 1
             * @example 1
             */
            row: number;
            /**
             * @description `null` when the row is unusable
             * @example {
             *       "kinopoisk_id": null,
             *       "imdb_id": null,
             *       "title": "Матрица",
             *       "original_title": "The Matrix",
             *       "year": 1999,
             *       "user_rating": 9,
             *       "note": null,
             *       "watched_at": "2024-05-01",
             *       "added_at": null
             *     }
             */
            said: {
                /**
                 * @description Id of the film at Kinopoisk
                 * @example 301
                 */
                kinopoisk_id: number | null;
                /**
                 * @description Id of the film at IMDb
                 * @example tt0133093
                 */
                imdb_id: string | null;
                /**
                 * @description The title
                 * @example Матрица
                 */
                title: string | null;
                /**
                 * @description Another title
                 * @example The Matrix
                 */
                original_title: string | null;
                /**
                 * @description The year of release
                 * @example 1999
                 */
                year: number | null;
                /**
                 * @description My rating out of ten
                 * @example 9
                 */
                user_rating: number | null;
                /**
                 * @description My note
                 * @example null
                 */
                note: string | null;
                /**
                 * @description The day I watched it
                 * @example 2024-05-01
                 */
                watched_at: string | null;
                /**
                 * Format: date-time
                 * @description When I added it to the list
                 * @example 2026-11-20T17:25:00.000Z
                 */
                added_at: string | null;
            } | null;
            /**
             * @description Why the row is unusable
             * @example null
             * @enum {string|null}
             */
            fault: "columns" | "film" | "not_a_film" | "rating" | "watched_at" | "added_at" | "note" | "year" | null;
            /**
             * @description The beginning of an unusable row
             * @example null
             */
            text: string | null;
            /**
             * @description Cells that could not be used, while the rest of the row was imported. `unreadable`: not a value of this kind; `out_of_range`: a value that is not allowed, such as 11 out of 10; `ambiguous`: a day such as `5/1/2024` in a column that does not show which number is the month; `too_long`: a note is cut to 1000 characters, any other value is ignored; `not_well_formed`: characters that cannot be stored are removed from a note, any other value that has them is ignored
             * @example [
             *       {
             *         "column": "Date Rated",
             *         "reason": "unreadable"
             *       }
             *     ]
             */
            ignored: {
                /**
                 * @description The column, as the file names it
                 * @example Date Rated
                 */
                column: string;
                /**
                 * @description Why it could not be used
                 * @example unreadable
                 * @enum {string}
                 */
                reason: "unreadable" | "out_of_range" | "ambiguous" | "too_long" | "not_well_formed";
            }[];
            /**
             * @description `pending`: Not processed yet. `waiting`: Kinopoisk has to be asked, which costs calls of the quota. `matched`: The film is known. `ambiguous`: The row may mean several films; choose one. `not_found`: No film was found; choose one. `restricted`: You may not add the film. `invalid`: The row cannot be used
             * @example matched
             * @enum {string}
             */
            outcome: "pending" | "waiting" | "matched" | "ambiguous" | "not_found" | "restricted" | "invalid";
            /**
             * @description The matched film
             * @example 301
             */
            kinopoisk_id: number | null;
            /**
             * @description How the film was found; `owner`: you chose it
             * @example title_and_year
             * @enum {string|null}
             */
            matched_by: "kinopoisk_id" | "imdb_id" | "title_and_year" | "owner" | null;
            /**
             * @description How well the film fits the row; 1 is certain
             * @example 0.95
             */
            confidence: number | null;
            /**
             * @description The films that an ambiguous row may mean
             * @example []
             */
            candidates: {
                /**
                 * @description Id of the film at Kinopoisk
                 * @example 301
                 */
                kinopoisk_id: number;
                /**
                 * @description The title
                 * @example Матрица
                 */
                title: string | null;
                /**
                 * @description The year of release
                 * @example 1999
                 */
                year: number | null;
                /**
                 * @description How well the film fits the row; 1 is certain
                 * @example 0.95
                 */
                confidence: number;
            }[];
            /**
             * @description `added`: The film was added to the shelf. `changed`: The rating, the note or the day changed. `unchanged`: The shelf already had all of it
             * @example added
             * @enum {string|null}
             */
            shelf: "added" | "changed" | "unchanged" | null;
        };
        /** @description The film that the row means */
        FilmOfRow: {
            /**
             * @description Id of the film at Kinopoisk
             * @example 301
             */
            kinopoisk_id: number;
        };
        /** @description The outcome for one film */
        ShelfOutcome: {
            /**
             * @description Id of the film at Kinopoisk
             * @example 301
             */
            kinopoisk_id: number;
            /**
             * @description `existing`: it was there already; `not_found`: there is no such film, or it was not on the shelf; `restricted`: you may not add it; `unavailable`: try again later
             * @example added
             * @enum {string}
             */
            outcome: "added" | "existing" | "removed" | "not_found" | "restricted" | "unavailable";
        };
        /**
         * @description Films to add and to take off
         * @example {
         *       "add": [
         *         301,
         *         326
         *       ],
         *       "remove": [
         *         328
         *       ]
         *     }
         */
        ShelfChange: {
            /** @description Films to add */
            add?: number[];
            /** @description Films to take off */
            remove?: number[];
        };
        /** @description Changes of the shelf */
        ShelfChanges: {
            /** @description The changed films as they are now; the last change is at the end */
            changed: components["schemas"]["FavoriteMovie"][];
            /**
             * @description Films that were taken off the shelf. Some of them may not have been in an earlier answer
             * @example [
             *       326
             *     ]
             */
            removed: number[];
            /**
             * @description `since` for the next call
             * @example AQAAAAAAAAACAAAAAAAAAALr3cXv5rYbVqfBBh1BXxOM
             */
            next_cursor: string;
            /**
             * @description Whether more changes are available now
             * @example false
             */
            has_more: boolean;
        };
        /** @description Statistics of a shelf */
        ShelfStats: {
            /**
             * @description Films on the shelf
             * @example 3
             */
            films: number;
            /**
             * @description Films with a `watched_at`
             * @example 2
             */
            watched: number;
            /**
             * @description Films with a `user_rating`
             * @example 2
             */
            rated: number;
            /**
             * @description Average of my ratings; `null` without ratings
             * @example 8.5
             */
            average_rating: number | null;
            /** @description The most frequent genres first */
            by_genre: {
                genre: components["schemas"]["Genre"];
                /**
                 * @description Number of films
                 * @example 2
                 */
                films: number;
            }[];
            /** @description The earliest decade first */
            by_decade: {
                /**
                 * @description Its first year
                 * @example 1990
                 */
                decade: number;
                /**
                 * @description Number of films
                 * @example 2
                 */
                films: number;
            }[];
        };
        /** @description A film on the shelf in export files */
        ShelfRow: {
            /**
             * @description Id of the film at Kinopoisk
             * @example 301
             */
            kinopoisk_id: number;
            /**
             * @description Id of the film at IMDb
             * @example tt0133093
             */
            imdb_id: string | null;
            /**
             * @description The Russian title; without one the original or the English title
             * @example Матрица
             */
            title: string | null;
            /**
             * @description The original title; without one the English title
             * @example The Matrix
             */
            original_title: string | null;
            /**
             * @description The year of release
             * @example 1999
             */
            year: number | null;
            /**
             * @description As Kinopoisk names it: `FILM`, `TV_SERIES`, `MINI_SERIES`; new types may appear
             * @example FILM
             */
            type: string | null;
            /**
             * @description My rating
             * @example 9
             */
            user_rating: number | null;
            /**
             * @description My note
             * @example There is no spoon
             */
            note: string | null;
            /**
             * Format: date
             * @description The day I watched it
             * @example 2026-11-20
             */
            watched_at: string | null;
            /**
             * Format: date-time
             * @description When I added it to the shelf
             * @example 2026-11-20T17:25:00.000Z
             */
            added_at: string;
        };
        /**
         * @description A permission that a role can have
         * @example {
         *       "name": "movies:read",
         *       "description": "Search, read and list films"
         *     }
         */
        Permission: {
            /** @example movies:read */
            name: string;
            /** @description What it allows */
            description: string;
        };
        /**
         * @description A label, and the rule that selects its films
         * @example {
         *       "label": "new",
         *       "rule": {
         *         "released_within_years": 3
         *       }
         *     }
         */
        Restriction: {
            /** @description The label of the films */
            label: string;
            rule: components["schemas"]["RestrictionRule"];
        };
        /**
         * @description Which films are covered: films of the last years including the current year, films from an age limit upwards, films of a genre, or single films
         * @example {
         *       "released_within_years": 3
         *     }
         */
        RestrictionRule: {
            /** @description Films released in this many years, the current year included */
            released_within_years: number;
        } | {
            /** @description Films with this age limit or a higher one */
            age_limit_from: number;
        } | {
            /**
             * @description Films of this genre
             * @example 301
             */
            genre_id: number;
        } | {
            /** @description These films */
            kinopoisk_ids: number[];
        };
        /**
         * @description Which films the restriction covers
         * @example {
         *       "rule": {
         *         "released_within_years": 3
         *       }
         *     }
         */
        RestrictionToPut: {
            rule: components["schemas"]["RestrictionRule"];
        };
        /**
         * @description A role
         * @example {
         *       "name": "editors",
         *       "description": "",
         *       "permissions": [
         *         "restrictions:manage"
         *       ],
         *       "built_in": false
         *     }
         */
        Role: {
            name: string;
            /** @description What the role is for. The description of a built-in role is in the language of `Accept-Language`, until somebody changes it */
            description: string;
            /** @description The permissions of its holders */
            permissions: string[];
            /** @description Whether the role is built in: it cannot be renamed or deleted */
            built_in: boolean;
        };
        /**
         * @description A new role
         * @example {
         *       "name": "editors",
         *       "permissions": [
         *         "restrictions:manage"
         *       ]
         *     }
         */
        RoleToCreate: {
            /** @example editors */
            name: string;
            /**
             * @description What the role is for
             * @default
             * @example Manages restrictions
             */
            description?: string;
            /** @description The permissions of its holders */
            permissions: string[];
        };
        /**
         * @description The fields to change
         * @example {
         *       "description": "Paying subscribers",
         *       "permissions": [
         *         "movies:label:new"
         *       ]
         *     }
         */
        RoleChange: {
            /** @example editors */
            name?: string;
            /**
             * @description What the role is for
             * @example Manages restrictions
             */
            description?: string;
            /** @description The permissions of its holders */
            permissions?: string[];
        };
        /** @description An account as user managers see it */
        Account: {
            /**
             * Format: uuid
             * @example 01936f7e-7c1e-7c3a-9a55-1d2f0c9b8a77
             */
            id: string;
            /**
             * @description `null` where only an e-mail address was given
             * @example neo
             */
            username: string | null;
            /**
             * @description `null` where only a user name was given
             * @example neo@example.com
             */
            email: string | null;
            /** @example Томас */
            name: string | null;
            /** @example Андерсон */
            surname: string | null;
            /**
             * @description Names of the roles
             * @example [
             *       "user"
             *     ]
             */
            roles: string[];
            /**
             * Format: date-time
             * @example 2026-11-20T17:25:00.000Z
             */
            created_at: string;
            /**
             * @description Whether the user can log in
             * @example true
             */
            is_active: boolean;
            /**
             * @description Whether the user may do everything
             * @example false
             */
            is_superuser: boolean;
        };
        /**
         * @description What to change about a user
         * @example {
         *       "is_active": false
         *     }
         */
        UserChange: {
            /** @description Whether the user can log in */
            is_active: boolean;
        };
    };
    responses: {
        /** @description The database is unavailable · The service is busy */
        DatabaseUnavailableOrServerBusy: {
            headers: {
                /** @description Id of this request */
                "X-Request-Id"?: string;
                /** @description Whole seconds to wait before a retry */
                "Retry-After"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["DatabaseUnavailableProblem"] | components["schemas"]["ServerBusyProblem"];
            };
        };
        /** @description The input is not valid */
        ValidationFailed: {
            headers: {
                /** @description Id of this request */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ValidationFailedProblem"];
            };
        };
        /** @description The e-mail address is taken · The user name is taken */
        EmailTakenOrUsernameTaken: {
            headers: {
                /** @description Id of this request */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["EmailTakenProblem"] | components["schemas"]["UsernameTakenProblem"];
            };
        };
        /** @description Too many requests */
        TooManyRequests: {
            headers: {
                /** @description Id of this request */
                "X-Request-Id"?: string;
                /** @description Whole seconds to wait before a retry */
                "Retry-After"?: string;
                /** @description Calls left in the limit, and seconds until all are available again */
                RateLimit?: string;
                /** @description The limit and its window in seconds */
                "RateLimit-Policy"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["TooManyRequestsProblem"];
            };
        };
        /** @description The request is malformed */
        MalformedRequest: {
            headers: {
                /** @description Id of this request */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["MalformedRequestProblem"];
            };
        };
        /** @description The body is too large */
        PayloadTooLarge: {
            headers: {
                /** @description Id of this request */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["PayloadTooLargeProblem"];
            };
        };
        /** @description The content type is not supported */
        UnsupportedMediaType: {
            headers: {
                /** @description Id of this request */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["UnsupportedMediaTypeProblem"];
            };
        };
        /** @description Something went wrong on our side */
        InternalError: {
            headers: {
                /** @description Id of this request */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["InternalErrorProblem"];
            };
        };
        /** @description The token is not valid · Log in first */
        InvalidTokenOrUnauthenticated: {
            headers: {
                /** @description Id of this request */
                "X-Request-Id"?: string;
                /** @description How to authenticate (RFC 6750) */
                "WWW-Authenticate"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["InvalidTokenProblem"] | components["schemas"]["UnauthenticatedProblem"];
            };
        };
        /** @description This is not allowed */
        PermissionDenied: {
            headers: {
                /** @description Id of this request */
                "X-Request-Id"?: string;
                /** @description How to authenticate (RFC 6750) */
                "WWW-Authenticate"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["PermissionDeniedProblem"];
            };
        };
        /** @description This is not allowed · A log-in is required */
        PermissionDeniedOrSessionRequired: {
            headers: {
                /** @description Id of this request */
                "X-Request-Id"?: string;
                /** @description How to authenticate (RFC 6750) */
                "WWW-Authenticate"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["PermissionDeniedProblem"] | components["schemas"]["SessionRequiredProblem"];
            };
        };
        /** @description This is not allowed · A log-in is required · The password is wrong */
        PermissionDeniedOrSessionRequiredOrWrongPassword: {
            headers: {
                /** @description Id of this request */
                "X-Request-Id"?: string;
                /** @description How to authenticate (RFC 6750) */
                "WWW-Authenticate"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["PermissionDeniedProblem"] | components["schemas"]["SessionRequiredProblem"] | components["schemas"]["WrongPasswordProblem"];
            };
        };
        /** @description The last superuser */
        LastSuperuser: {
            headers: {
                /** @description Id of this request */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["LastSuperuserProblem"];
            };
        };
        /** @description Too many personal access tokens */
        TooManyTokens: {
            headers: {
                /** @description Id of this request */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["TooManyTokensProblem"];
            };
        };
        /** @description No such token */
        TokenNotFound: {
            headers: {
                /** @description Id of this request */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["TokenNotFoundProblem"];
            };
        };
        /** @description The log-in was refused */
        InvalidCredentials: {
            headers: {
                /** @description Id of this request */
                "X-Request-Id"?: string;
                /** @description How to authenticate (RFC 6750) */
                "WWW-Authenticate"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["InvalidCredentialsProblem"];
            };
        };
        /** @description A page of another origin sent this request */
        CrossOriginRequest: {
            headers: {
                /** @description Id of this request */
                "X-Request-Id"?: string;
                /** @description How to authenticate (RFC 6750) */
                "WWW-Authenticate"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["CrossOriginRequestProblem"];
            };
        };
        /** @description The token is not valid · The refresh token was already used */
        InvalidTokenOrRefreshTokenReused: {
            headers: {
                /** @description Id of this request */
                "X-Request-Id"?: string;
                /** @description How to authenticate (RFC 6750) */
                "WWW-Authenticate"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["InvalidTokenProblem"] | components["schemas"]["RefreshTokenReusedProblem"];
            };
        };
        /** @description No such session */
        SessionNotFound: {
            headers: {
                /** @description Id of this request */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["SessionNotFoundProblem"];
            };
        };
        /** @description No such user */
        UserNotFound: {
            headers: {
                /** @description Id of this request */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["UserNotFoundProblem"];
            };
        };
        /** @description The service is busy */
        ServerBusy: {
            headers: {
                /** @description Id of this request */
                "X-Request-Id"?: string;
                /** @description Whole seconds to wait before a retry */
                "Retry-After"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ServerBusyProblem"];
            };
        };
        /** @description The database is unavailable · Kinopoisk refuses the API key · The daily Kinopoisk quota is used up · Kinopoisk limits the rate of calls · Kinopoisk is unavailable · The service is busy */
        DatabaseUnavailableOrKinopoiskKeyRefusedOrKinopoiskQuotaSpentOrKinopoiskRateLimitedOrKinopoiskUnavailableOrServerBusy: {
            headers: {
                /** @description Id of this request */
                "X-Request-Id"?: string;
                /** @description Whole seconds to wait before a retry */
                "Retry-After"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["DatabaseUnavailableProblem"] | components["schemas"]["KinopoiskKeyRefusedProblem"] | components["schemas"]["KinopoiskQuotaSpentProblem"] | components["schemas"]["KinopoiskRateLimitedProblem"] | components["schemas"]["KinopoiskUnavailableProblem"] | components["schemas"]["ServerBusyProblem"];
            };
        };
        /** @description Kinopoisk gave no usable answer */
        KinopoiskBadAnswer: {
            headers: {
                /** @description Id of this request */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["KinopoiskBadAnswerProblem"];
            };
        };
        /** @description Kinopoisk did not answer in time */
        KinopoiskTimeout: {
            headers: {
                /** @description Id of this request */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["KinopoiskTimeoutProblem"];
            };
        };
        /** @description The film is restricted · This is not allowed */
        MovieRestrictedOrPermissionDenied: {
            headers: {
                /** @description Id of this request */
                "X-Request-Id"?: string;
                /** @description How to authenticate (RFC 6750) */
                "WWW-Authenticate"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["MovieRestrictedProblem"] | components["schemas"]["PermissionDeniedProblem"];
            };
        };
        /** @description No such film */
        MovieNotFound: {
            headers: {
                /** @description Id of this request */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["MovieNotFoundProblem"];
            };
        };
        /** @description No such genre */
        GenreNotFound: {
            headers: {
                /** @description Id of this request */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["GenreNotFoundProblem"];
            };
        };
        /** @description No such director */
        DirectorNotFound: {
            headers: {
                /** @description Id of this request */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["DirectorNotFoundProblem"];
            };
        };
        /** @description The film is not on the shelf */
        FavoriteNotFound: {
            headers: {
                /** @description Id of this request */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["FavoriteNotFoundProblem"];
            };
        };
        /** @description Another import is running · Kinopoisk is not set up here */
        ImportRunningOrImportSourceMissing: {
            headers: {
                /** @description Id of this request */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ImportRunningProblem"] | components["schemas"]["ImportSourceMissingProblem"];
            };
        };
        /** @description No such import */
        ImportNotFound: {
            headers: {
                /** @description Id of this request */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ImportNotFoundProblem"];
            };
        };
        /** @description No such import · No such row · No such film */
        ImportNotFoundOrImportRowNotFoundOrMovieNotFound: {
            headers: {
                /** @description Id of this request */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ImportNotFoundProblem"] | components["schemas"]["ImportRowNotFoundProblem"] | components["schemas"]["MovieNotFoundProblem"];
            };
        };
        /** @description The row is already settled */
        ImportRowSettled: {
            headers: {
                /** @description Id of this request */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ImportRowSettledProblem"];
            };
        };
        /** @description The cursor has expired */
        CursorExpired: {
            headers: {
                /** @description Id of this request */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["CursorExpiredProblem"];
            };
        };
        /** @description The token is not valid */
        InvalidToken: {
            headers: {
                /** @description Id of this request */
                "X-Request-Id"?: string;
                /** @description How to authenticate (RFC 6750) */
                "WWW-Authenticate"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["InvalidTokenProblem"];
            };
        };
        /** @description No such restriction */
        RestrictionNotFound: {
            headers: {
                /** @description Id of this request */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["RestrictionNotFoundProblem"];
            };
        };
        /** @description No such role */
        RoleNotFound: {
            headers: {
                /** @description Id of this request */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["RoleNotFoundProblem"];
            };
        };
        /** @description The role name is taken */
        RoleNameTaken: {
            headers: {
                /** @description Id of this request */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["RoleNameTakenProblem"];
            };
        };
        /** @description The role is built in · The role name is taken */
        BuiltInRoleOrRoleNameTaken: {
            headers: {
                /** @description Id of this request */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["BuiltInRoleProblem"] | components["schemas"]["RoleNameTakenProblem"];
            };
        };
        /** @description The role is built in */
        BuiltInRole: {
            headers: {
                /** @description Id of this request */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["BuiltInRoleProblem"];
            };
        };
        /** @description No such role · No such user */
        RoleNotFoundOrUserNotFound: {
            headers: {
                /** @description Id of this request */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["RoleNotFoundProblem"] | components["schemas"]["UserNotFoundProblem"];
            };
        };
        /** @description The role is built in · Too many roles */
        BuiltInRoleOrTooManyRoles: {
            headers: {
                /** @description Id of this request */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["BuiltInRoleProblem"] | components["schemas"]["TooManyRolesProblem"];
            };
        };
        /** @description No such role · The user does not have the role · No such user */
        RoleNotFoundOrRoleNotHeldOrUserNotFound: {
            headers: {
                /** @description Id of this request */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["RoleNotFoundProblem"] | components["schemas"]["RoleNotHeldProblem"] | components["schemas"]["UserNotFoundProblem"];
            };
        };
        /** @description Not found */
        RouteNotFound: {
            headers: {
                /** @description Id of this request */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["RouteNotFoundProblem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    registerUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Registration"];
            };
        };
        responses: {
            /** @description The new account */
            201: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    /** @description Calls left in the limit, and seconds until all are available again */
                    RateLimit?: string;
                    /** @description The limit and its window in seconds */
                    "RateLimit-Policy"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            409: components["responses"]["EmailTakenOrUsernameTaken"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    getProfile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account */
            200: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["PermissionDenied"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    changeProfile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProfileChange"];
            };
        };
        responses: {
            /** @description The account */
            200: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["PermissionDenied"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    exportAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    /** @description File name for the download (RFC 6266) */
                    "Content-Disposition"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountExport"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["PermissionDeniedOrSessionRequired"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description Changed */
            204: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["PermissionDeniedOrSessionRequiredOrWrongPassword"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    changeLogin: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LoginChange"];
            };
        };
        responses: {
            /** @description The account */
            200: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["PermissionDeniedOrSessionRequiredOrWrongPassword"];
            409: components["responses"]["EmailTakenOrUsernameTaken"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    deleteAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountDeletion"];
            };
        };
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["PermissionDeniedOrSessionRequiredOrWrongPassword"];
            409: components["responses"]["LastSuperuser"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    listPersonalTokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description My tokens that have not expired, newest first */
            200: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonalToken"][];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["PermissionDeniedOrSessionRequired"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    createPersonalToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PersonalTokenRequest"];
            };
        };
        responses: {
            /** @description The token. It is shown only now */
            201: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewPersonalToken"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["PermissionDeniedOrSessionRequired"];
            409: components["responses"]["TooManyTokens"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    revokePersonalToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a token */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoked */
            204: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["PermissionDeniedOrSessionRequired"];
            404: components["responses"]["TokenNotFound"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    refreshSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Renewal"];
            };
        };
        responses: {
            /** @description The next tokens */
            200: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenPair"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrRefreshTokenReused"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    logIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Credentials"];
                "application/x-www-form-urlencoded": components["schemas"]["Credentials"];
            };
        };
        responses: {
            /** @description Tokens of the new session */
            200: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    /** @description Calls left in the limit, and seconds until all are available again */
                    RateLimit?: string;
                    /** @description The limit and its window in seconds */
                    "RateLimit-Policy"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenPair"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidCredentials"];
            403: components["responses"]["CrossOriginRequest"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    logOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Logged out */
            204: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["PermissionDeniedOrSessionRequired"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    logOutOthers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description New tokens for this session */
            200: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenPair"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["PermissionDeniedOrSessionRequired"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    listSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description My sessions, last used first */
            200: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"][];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["PermissionDeniedOrSessionRequired"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    endSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a session */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ended */
            204: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["PermissionDeniedOrSessionRequired"];
            404: components["responses"]["SessionNotFound"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    endUserSessions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a user */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All sessions of the user have ended */
            204: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["UserNotFound"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    listLogins: {
        parameters: {
            query?: {
                /** @description Page of the list, from 1. Without it all records are returned */
                page?: number;
                /** @description Records per page, 12 by default; requires `page` */
                per_page?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Attempts, newest first */
            200: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    /** @description Number of records in the whole list */
                    "X-Total-Count"?: string;
                    /** @description First, previous, next and last page (RFC 8288) */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Login"][];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["PermissionDeniedOrSessionRequired"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    requestToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["TokenRequest"];
            };
        };
        responses: {
            /** @description Tokens of the session */
            200: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    /** @description no-cache, for caches of HTTP/1.0 (RFC 6749 section 5.1) */
                    Pragma?: string;
                    /** @description Calls left in the limit, and seconds until all are available again */
                    RateLimit?: string;
                    /** @description The limit and its window in seconds */
                    "RateLimit-Policy"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenAnswer"];
                };
            };
            /** @description Refused, or not possible now */
            400: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthError"];
                };
            };
            /** @description Refused, or not possible now */
            413: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthError"];
                };
            };
            /** @description Refused, or not possible now */
            429: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    /** @description Whole seconds to wait before a retry */
                    "Retry-After"?: string;
                    /** @description Calls left in the limit, and seconds until all are available again */
                    RateLimit?: string;
                    /** @description The limit and its window in seconds */
                    "RateLimit-Policy"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthError"];
                };
            };
            /** @description Refused, or not possible now */
            500: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthError"];
                };
            };
            /** @description Refused, or not possible now */
            503: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    /** @description Whole seconds to wait before a retry */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthError"];
                };
            };
        };
    };
    revokeToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["Revocation"];
            };
        };
        responses: {
            /** @description The token is not accepted any more */
            200: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    /** @description no-cache, for caches of HTTP/1.0 (RFC 6749 section 5.1) */
                    Pragma?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Refused, or not possible now */
            400: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthError"];
                };
            };
            /** @description Refused, or not possible now */
            413: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthError"];
                };
            };
            /** @description Refused, or not possible now */
            500: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthError"];
                };
            };
            /** @description Refused, or not possible now */
            503: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    /** @description Whole seconds to wait before a retry */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthError"];
                };
            };
        };
    };
    introspectToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["Introspection"];
            };
        };
        responses: {
            /** @description Only `active` for a token that would not be accepted */
            200: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    /** @description no-cache, for caches of HTTP/1.0 (RFC 6749 section 5.1) */
                    Pragma?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenState"];
                };
            };
            /** @description Refused, or not possible now */
            400: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthError"];
                };
            };
            /** @description Refused, or not possible now */
            401: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthError"];
                };
            };
            /** @description Refused, or not possible now */
            403: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    /** @description How to authenticate (RFC 6750) */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthError"];
                };
            };
            /** @description Refused, or not possible now */
            413: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthError"];
                };
            };
            /** @description Refused, or not possible now */
            500: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthError"];
                };
            };
            /** @description Refused, or not possible now */
            503: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    /** @description Whole seconds to wait before a retry */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthError"];
                };
            };
        };
    };
    describeAuthorizationServer: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The metadata */
            200: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthorizationServer"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ServerBusy"];
        };
    };
    refreshSessionOfPage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: {
                /** @description The refresh token of the web page. Over TLS the name begins with `__Secure-` */
                kinopolka_session?: string;
            };
        };
        requestBody?: never;
        responses: {
            /** @description The next access token */
            200: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    /** @description The cookie with the refresh token, or without a value to delete it (RFC 6265) */
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageSession"];
                };
            };
            /** @description There is no cookie, so nobody is logged in */
            204: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrRefreshTokenReused"];
            403: components["responses"]["CrossOriginRequest"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    logInOnPage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Credentials"];
            };
        };
        responses: {
            /** @description The access token of the new session */
            200: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    /** @description The cookie with the refresh token, or without a value to delete it (RFC 6265) */
                    "Set-Cookie"?: string;
                    /** @description Calls left in the limit, and seconds until all are available again */
                    RateLimit?: string;
                    /** @description The limit and its window in seconds */
                    "RateLimit-Policy"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageSession"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidCredentials"];
            403: components["responses"]["CrossOriginRequest"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    revokeTokenOfPage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: {
                /** @description The refresh token of the web page. Over TLS the name begins with `__Secure-` */
                kinopolka_session?: string;
            };
        };
        requestBody?: never;
        responses: {
            /** @description The session has ended, and the cookie is deleted */
            204: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    /** @description The cookie with the refresh token, or without a value to delete it (RFC 6265) */
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            403: components["responses"]["CrossOriginRequest"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    searchMovies: {
        parameters: {
            query: {
                /** @description Words of the title */
                query: string;
                /** @description Page number; a page has 20 films */
                page?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The films, best match first */
            200: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    /** @description `kinopoisk`: fetched for this request; `cache`: an earlier answer of Kinopoisk; `catalogue`: films stored in this service */
                    "Film-Source"?: string;
                    /** @description Age of the cached answer in seconds (RFC 9111 section 5.1) */
                    Age?: string;
                    /** @description Number of records in the whole list */
                    "X-Total-Count"?: string;
                    /** @description First, previous, next and last page (RFC 8288) */
                    Link?: string;
                    /** @description Calls left in the limit, and seconds until all are available again */
                    RateLimit?: string;
                    /** @description The limit and its window in seconds */
                    "RateLimit-Policy"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MoviePreview"][];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["PermissionDenied"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["KinopoiskBadAnswer"];
            503: components["responses"]["DatabaseUnavailableOrKinopoiskKeyRefusedOrKinopoiskQuotaSpentOrKinopoiskRateLimitedOrKinopoiskUnavailableOrServerBusy"];
            504: components["responses"]["KinopoiskTimeout"];
        };
    };
    listMovies: {
        parameters: {
            query?: {
                /** @description Page of the list, from 1. Without it all records are returned */
                page?: number;
                /** @description Records per page, 12 by default; requires `page` */
                per_page?: number;
                /** @description `new`: newest year first, and best rating first within a year */
                status?: "new";
                /** @description Only films of this genre */
                genre_id?: number;
                /** @description Only films by this director */
                director_id?: number;
                /** @description Only films of this year */
                year?: number;
            };
            header?: {
                /** @description The `ETag` of the version that the client has */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The films */
            200: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    /** @description Identifies this version of the answer; send it as `If-None-Match` (RFC 9110 section 8.8.3) */
                    ETag?: string;
                    /** @description Number of records in the whole list */
                    "X-Total-Count"?: string;
                    /** @description First, previous, next and last page (RFC 8288) */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Movie"][];
                };
            };
            /** @description The client’s version is current */
            304: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    /** @description Identifies this version of the answer; send it as `If-None-Match` (RFC 9110 section 8.8.3) */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["PermissionDenied"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    getMovie: {
        parameters: {
            query?: {
                /** @description `true`: a film that you may not view is not refused. The answer is the teaser that lists contain, with `viewable: false` */
                teaser?: "true" | "false";
            };
            header?: {
                /** @description The `ETag` of the version that the client has */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Id of a film at Kinopoisk */
                kinopoisk_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The film */
            200: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    /** @description `kinopoisk`: fetched for this request; `cache`: an earlier answer of Kinopoisk; `catalogue`: films stored in this service */
                    "Film-Source"?: string;
                    /** @description Identifies this version of the answer; send it as `If-None-Match` (RFC 9110 section 8.8.3) */
                    ETag?: string;
                    /** @description Age of the cached answer in seconds (RFC 9111 section 5.1) */
                    Age?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Movie"];
                };
            };
            /** @description The client’s version is current */
            304: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    /** @description Identifies this version of the answer; send it as `If-None-Match` (RFC 9110 section 8.8.3) */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["MovieRestrictedOrPermissionDenied"];
            404: components["responses"]["MovieNotFound"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["KinopoiskBadAnswer"];
            503: components["responses"]["DatabaseUnavailableOrKinopoiskKeyRefusedOrKinopoiskQuotaSpentOrKinopoiskRateLimitedOrKinopoiskUnavailableOrServerBusy"];
            504: components["responses"]["KinopoiskTimeout"];
        };
    };
    listGenres: {
        parameters: {
            query?: {
                /** @description Page of the list, from 1. Without it all records are returned */
                page?: number;
                /** @description Records per page, 12 by default; requires `page` */
                per_page?: number;
            };
            header?: {
                /** @description The `ETag` of the version that the client has */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The genres, ordered by id */
            200: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    /** @description Identifies this version of the answer; send it as `If-None-Match` (RFC 9110 section 8.8.3) */
                    ETag?: string;
                    /** @description Number of records in the whole list */
                    "X-Total-Count"?: string;
                    /** @description First, previous, next and last page (RFC 8288) */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Genre"][];
                };
            };
            /** @description The client’s version is current */
            304: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    /** @description Identifies this version of the answer; send it as `If-None-Match` (RFC 9110 section 8.8.3) */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["PermissionDenied"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    getGenre: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the version that the client has */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Id of a genre */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The genre */
            200: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    /** @description Identifies this version of the answer; send it as `If-None-Match` (RFC 9110 section 8.8.3) */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Genre"];
                };
            };
            /** @description The client’s version is current */
            304: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    /** @description Identifies this version of the answer; send it as `If-None-Match` (RFC 9110 section 8.8.3) */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["GenreNotFound"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    listDirectors: {
        parameters: {
            query?: {
                /** @description Page of the list, from 1. Without it all records are returned */
                page?: number;
                /** @description Records per page, 12 by default; requires `page` */
                per_page?: number;
            };
            header?: {
                /** @description The `ETag` of the version that the client has */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The directors, ordered by id */
            200: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    /** @description Identifies this version of the answer; send it as `If-None-Match` (RFC 9110 section 8.8.3) */
                    ETag?: string;
                    /** @description Number of records in the whole list */
                    "X-Total-Count"?: string;
                    /** @description First, previous, next and last page (RFC 8288) */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Director"][];
                };
            };
            /** @description The client’s version is current */
            304: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    /** @description Identifies this version of the answer; send it as `If-None-Match` (RFC 9110 section 8.8.3) */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["PermissionDenied"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    getDirector: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the version that the client has */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Id of a director */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The director */
            200: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    /** @description Identifies this version of the answer; send it as `If-None-Match` (RFC 9110 section 8.8.3) */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Director"];
                };
            };
            /** @description The client’s version is current */
            304: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    /** @description Identifies this version of the answer; send it as `If-None-Match` (RFC 9110 section 8.8.3) */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["DirectorNotFound"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    getQuota: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The quota */
            200: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KinopoiskQuota"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["PermissionDenied"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    listFavoriteMovies: {
        parameters: {
            query?: {
                /** @description Page of the list, from 1. Without it all records are returned */
                page?: number;
                /** @description Records per page, 12 by default; requires `page` */
                per_page?: number;
                /** @description Latest or best first; titles in alphabetical order. Films without a value come last */
                sort?: "added_at" | "title" | "year" | "rating" | "user_rating" | "watched_at";
                /** @description Only these films; may be repeated */
                kinopoisk_id?: number[];
                /** @description Only films of this genre */
                genre_id?: number;
                /** @description Only films with these words in the title */
                query?: string;
                /** @description Only films with a `watched_at`, or only those without */
                watched?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The films */
            200: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    /** @description Number of records in the whole list */
                    "X-Total-Count"?: string;
                    /** @description First, previous, next and last page (RFC 8288) */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FavoriteMovie"][];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["PermissionDenied"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    addFavoriteMovie: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FavoriteToAdd"];
            };
        };
        responses: {
            /** @description The film was already on the shelf */
            200: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FavoriteMovie"];
                };
            };
            /** @description The film was added */
            201: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FavoriteMovie"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["MovieRestrictedOrPermissionDenied"];
            404: components["responses"]["MovieNotFound"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["KinopoiskBadAnswer"];
            503: components["responses"]["DatabaseUnavailableOrKinopoiskKeyRefusedOrKinopoiskQuotaSpentOrKinopoiskRateLimitedOrKinopoiskUnavailableOrServerBusy"];
            504: components["responses"]["KinopoiskTimeout"];
        };
    };
    removeFavoriteMovie: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a film at Kinopoisk */
                kinopoisk_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The film was taken off */
            204: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["FavoriteNotFound"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    changeFavoriteMovie: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a film at Kinopoisk */
                kinopoisk_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FavoriteChange"];
            };
        };
        responses: {
            /** @description The updated film */
            200: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FavoriteMovie"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["FavoriteNotFound"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    listImports: {
        parameters: {
            query?: {
                /** @description Page of the list, from 1. Without it all records are returned */
                page?: number;
                /** @description Records per page, 12 by default; requires `page` */
                per_page?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The imports */
            200: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    /** @description Number of records in the whole list */
                    "X-Total-Count"?: string;
                    /** @description First, previous, next and last page (RFC 8288) */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Import"][];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["PermissionDenied"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    startImport: {
        parameters: {
            query?: {
                /** @description Leave the shelf unchanged and only report what the import would do */
                dry_run?: "true" | "false";
                /** @description The highest possible rating of the list. By default the name of the column and its values decide; `columns` of the import says how. Lists of this service are always out of ten */
                rating_scale?: "5" | "10" | "100";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FilmsToImport"] | components["schemas"]["ListsToImport"] | components["schemas"]["VotesToImport"];
                "text/csv": string | Blob | ReadableStream;
                "text/tab-separated-values": string | Blob | ReadableStream;
                "text/html": string | Blob | ReadableStream;
                "application/vnd.ms-excel": string | Blob | ReadableStream;
                "text/plain": string | Blob | ReadableStream;
                "multipart/form-data": {
                    /**
                     * Format: binary
                     * @description The only part of the form. Its field may have any name
                     * @example Title,Year,Score
                     *     Матрица,1999,9
                     */
                    file: Blob;
                };
            };
        };
        responses: {
            /** @description The import has started */
            202: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    /** @description URL of the created resource (RFC 9110 section 10.2.2) */
                    Location?: string;
                    /** @description Calls left in the limit, and seconds until all are available again */
                    RateLimit?: string;
                    /** @description The limit and its window in seconds */
                    "RateLimit-Policy"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Import"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["PermissionDenied"];
            409: components["responses"]["ImportRunningOrImportSourceMissing"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    getImport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of an import */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The import */
            200: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Import"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["ImportNotFound"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    cancelImport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of an import */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The import */
            200: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Import"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["ImportNotFound"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    listImportRows: {
        parameters: {
            query?: {
                /** @description Page of the list, from 1. Without it all records are returned */
                page?: number;
                /** @description Records per page, 12 by default; requires `page` */
                per_page?: number;
                /** @description Only rows with this outcome */
                outcome?: "pending" | "waiting" | "matched" | "ambiguous" | "not_found" | "restricted" | "invalid";
            };
            header?: never;
            path: {
                /** @description Id of an import */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The rows */
            200: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    /** @description Number of records in the whole list */
                    "X-Total-Count"?: string;
                    /** @description First, previous, next and last page (RFC 8288) */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportRow"][];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["ImportNotFound"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    exportUnmatchedRows: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of an import */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A table; the column `may_be` lists candidates */
            200: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["ImportNotFound"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    chooseFilmOfRow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of an import */
                id: string;
                /** @description Number of the row, from 1 */
                row: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FilmOfRow"];
            };
        };
        responses: {
            /** @description The row */
            200: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportRow"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["MovieRestrictedOrPermissionDenied"];
            404: components["responses"]["ImportNotFoundOrImportRowNotFoundOrMovieNotFound"];
            409: components["responses"]["ImportRowSettled"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["KinopoiskBadAnswer"];
            503: components["responses"]["DatabaseUnavailableOrKinopoiskKeyRefusedOrKinopoiskQuotaSpentOrKinopoiskRateLimitedOrKinopoiskUnavailableOrServerBusy"];
            504: components["responses"]["KinopoiskTimeout"];
        };
    };
    changeShelf: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShelfChange"];
            };
        };
        responses: {
            /** @description The outcome for each film */
            200: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShelfOutcome"][];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["PermissionDenied"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    listShelfChanges: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the last answer */
                since?: string;
                /** @description Maximum number of films in the answer */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The changes and the next cursor */
            200: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShelfChanges"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["PermissionDenied"];
            410: components["responses"]["CursorExpired"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    getShelfStats: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The statistics */
            200: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShelfStats"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["PermissionDenied"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    exportShelf: {
        parameters: {
            query?: {
                /** @description The file format */
                format?: "json" | "csv" | "letterboxd";
                /** @description With `letterboxd` only: number of a part of at most 1 MB, from 1 */
                part?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    /** @description File name for the download (RFC 6266) */
                    "Content-Disposition"?: string;
                    /** @description First, previous, next and last page (RFC 8288) */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShelfRow"][];
                    "text/csv": string;
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["PermissionDenied"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    checkPermissions: {
        parameters: {
            query?: {
                /** @description A required permission; may be repeated */
                permission?: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description You have the permissions */
            204: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    /** @description The user name, else the e-mail address, as percent-encoded UTF-8. For a caller without a token, none of the three headers is sent */
                    "Remote-User"?: string;
                    /** @description The id of the user, which never changes */
                    "X-Auth-User-Id"?: string;
                    /** @description The names of the roles, percent-encoded, separated by commas. Empty for a token that is narrowed by a scope */
                    "X-Auth-Roles"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["PermissionDenied"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    listOwnPermissions: {
        parameters: {
            query?: {
                /** @description Page of the list, from 1. Without it all records are returned */
                page?: number;
                /** @description Records per page, 12 by default; requires `page` */
                per_page?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The permissions */
            200: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    /** @description Number of records in the whole list */
                    "X-Total-Count"?: string;
                    /** @description First, previous, next and last page (RFC 8288) */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Permission"][];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidToken"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    listPermissions: {
        parameters: {
            query?: {
                /** @description Page of the list, from 1. Without it all records are returned */
                page?: number;
                /** @description Records per page, 12 by default; requires `page` */
                per_page?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The permissions */
            200: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    /** @description Number of records in the whole list */
                    "X-Total-Count"?: string;
                    /** @description First, previous, next and last page (RFC 8288) */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Permission"][];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["PermissionDenied"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    listRestrictions: {
        parameters: {
            query?: {
                /** @description Page of the list, from 1. Without it all records are returned */
                page?: number;
                /** @description Records per page, 12 by default; requires `page` */
                per_page?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The restrictions, by label */
            200: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    /** @description Number of records in the whole list */
                    "X-Total-Count"?: string;
                    /** @description First, previous, next and last page (RFC 8288) */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Restriction"][];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["PermissionDenied"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    putRestriction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Lower-case Latin letters, digits and dashes */
                label: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RestrictionToPut"];
            };
        };
        responses: {
            /** @description The restriction was replaced */
            200: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Restriction"];
                };
            };
            /** @description The restriction was created */
            201: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Restriction"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["PermissionDenied"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    deleteRestriction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Label of a restriction */
                label: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The restriction was deleted */
            204: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["RestrictionNotFound"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    listRoles: {
        parameters: {
            query?: {
                /** @description Page of the list, from 1. Without it all records are returned */
                page?: number;
                /** @description Records per page, 12 by default; requires `page` */
                per_page?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The roles, by name */
            200: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    /** @description Number of records in the whole list */
                    "X-Total-Count"?: string;
                    /** @description First, previous, next and last page (RFC 8288) */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Role"][];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["PermissionDenied"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    createRole: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoleToCreate"];
            };
        };
        responses: {
            /** @description The role */
            201: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Role"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["PermissionDenied"];
            409: components["responses"]["RoleNameTaken"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    getRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of a role */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The role */
            200: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Role"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["RoleNotFound"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    deleteRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of a role */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["RoleNotFound"];
            409: components["responses"]["BuiltInRole"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    changeRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of a role */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoleChange"];
            };
        };
        responses: {
            /** @description The role */
            200: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Role"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["RoleNotFound"];
            409: components["responses"]["BuiltInRoleOrRoleNameTaken"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    listUsers: {
        parameters: {
            query?: {
                /** @description Page of the list, from 1. Without it all records are returned */
                page?: number;
                /** @description Records per page, 12 by default; requires `page` */
                per_page?: number;
                /** @description Part of a user name or an e-mail address */
                query?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The users, newest first */
            200: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    /** @description Number of records in the whole list */
                    "X-Total-Count"?: string;
                    /** @description First, previous, next and last page (RFC 8288) */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"][];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["PermissionDenied"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    getUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a user */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user */
            200: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["UserNotFound"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    changeUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a user */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserChange"];
            };
        };
        responses: {
            /** @description The user */
            200: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["UserNotFound"];
            409: components["responses"]["LastSuperuser"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    listUserPermissions: {
        parameters: {
            query?: {
                /** @description Page of the list, from 1. Without it all records are returned */
                page?: number;
                /** @description Records per page, 12 by default; requires `page` */
                per_page?: number;
            };
            header?: never;
            path: {
                /** @description Id of a user */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The permissions */
            200: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    /** @description Number of records in the whole list */
                    "X-Total-Count"?: string;
                    /** @description First, previous, next and last page (RFC 8288) */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Permission"][];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["UserNotFound"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    giveRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a user */
                id: string;
                /** @description Name of a role */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user has the role */
            204: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["RoleNotFoundOrUserNotFound"];
            409: components["responses"]["BuiltInRoleOrTooManyRoles"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    takeRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a user */
                id: string;
                /** @description Name of a role */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user no longer has the role */
            204: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["InvalidTokenOrUnauthenticated"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["RoleNotFoundOrRoleNotHeldOrUserNotFound"];
            409: components["responses"]["BuiltInRole"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailableOrServerBusy"];
        };
    };
    checkLiveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The process is alive */
            200: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description Always `alive`
                         * @enum {string}
                         */
                        status: "alive";
                    };
                };
            };
            400: components["responses"]["MalformedRequest"];
            500: components["responses"]["InternalError"];
        };
    };
    checkReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Requests can be served */
            200: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description Always `ready`
                         * @enum {string}
                         */
                        status: "ready";
                    };
                };
            };
            400: components["responses"]["MalformedRequest"];
            500: components["responses"]["InternalError"];
            /** @description Not now */
            503: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    /** @description Whole seconds to wait before a retry */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description `draining`: it is about to stop
                         * @enum {string}
                         */
                        status: "starting" | "draining" | "database_unavailable";
                    };
                };
            };
        };
    };
    listPublicKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The keys */
            200: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The keys of this service */
                        keys: {
                            /**
                             * @description Kind of the key (RFC 7517)
                             * @example EC
                             */
                            kty: string;
                            /**
                             * @description Its curve (RFC 7518)
                             * @example P-256
                             */
                            crv: string;
                            /**
                             * @description The public key, or its first coordinate
                             * @example MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4
                             */
                            x: string;
                            /**
                             * @description The second coordinate, of P-256 keys only
                             * @example 4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM
                             */
                            y?: string;
                            /**
                             * @description Names the key; tokens carry it in their header
                             * @example cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s
                             */
                            kid: string;
                            /**
                             * @description The only algorithm of the key
                             * @example ES256
                             */
                            alg: string;
                            /**
                             * @description What the key is for: signatures
                             * @example sig
                             */
                            use: string;
                        }[];
                    };
                };
            };
            400: components["responses"]["MalformedRequest"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ServerBusy"];
        };
    };
    explainProblem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Code of a problem */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page in English and Russian */
            200: {
                headers: {
                    /** @description Id of this request */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            400: components["responses"]["MalformedRequest"];
            404: components["responses"]["RouteNotFound"];
            422: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ServerBusy"];
        };
    };
}
