import { z } from 'zod';
import { DeleteRestriction } from '../../../application/access/delete-restriction.ts';
import { ListRestrictions } from '../../../application/access/list-restrictions.ts';
import { CheckPermissions } from '../../../application/access/permissions/check-permissions.ts';
import { ListOwnPermissions } from '../../../application/access/permissions/list-own-permissions.ts';
import { ListPermissions } from '../../../application/access/permissions/list-permissions.ts';
import { PutRestriction } from '../../../application/access/put-restriction.ts';
import { PermissionDenied, Unauthenticated } from '../../../domain/access/actor.ts';
import { LABEL } from '../../../domain/access/permission.ts';
import { RestrictionNotFound } from '../../../domain/access/restriction.ts';
import { nameOf, paging } from '../input/schemas.ts';
import { declareRoute } from '../routing/route.ts';
import { label, permission, permissionView, restrictionToPut, restrictionView } from './access.view.ts';
import { IDENTITY_HEADERS } from './identity-headers.ts';

/** Properties of all routes of this subject. */
export const access = { tag: 'Access', cache: 'no-store' } as const;

/** Headers of an answer that is one page of a list. */
export const inPages = ['X-Total-Count', 'Link'] as const;

/** Maximum number of permissions in one check. */
const MAX_CHECKED = 20;

export const checkPermissionsRoute = declareRoute({
  ...access,
  method: 'get',
  path: '/auth/check',
  operation: CheckPermissions.operation,
  summary: 'Check what I may do',
  description:
    'For nginx `auth_request`, Caddy `forward_auth` and Traefik ForwardAuth: 204 if I have all of the given permissions; otherwise 401 if I sent no token, and 403 if I sent one. Without a `permission` parameter it checks whether I am logged in. The headers tell the gateway who I am.',
  storage: 'fallback',
  // Unknown parameters are refused: with a misspelt `permission` the request would only check for a log-in.
  query: z.strictObject({
    permission: z
      .preprocess(
        (said) => (said === undefined || Array.isArray(said) ? said : [said]),
        z.array(permission).max(MAX_CHECKED).optional(),
      )
      .meta({ description: 'A required permission; may be repeated', example: ['movies:read'] }),
  }),
  answers: { 204: { description: 'You have the permissions', ownHeaders: IDENTITY_HEADERS } },
  errors: [Unauthenticated, PermissionDenied],
});

export const listOwnPermissionsRoute = declareRoute({
  ...access,
  method: 'get',
  path: '/auth/permissions',
  operation: ListOwnPermissions.operation,
  summary: 'List what I may do',
  description:
    'For clients that offer only what their user may do. Without a token it lists what everybody may do. With a narrowed or a personal token it lists what this token allows.',
  storage: 'fallback',
  query: z.object(paging),
  answers: { 200: { description: 'The permissions', body: z.array(permissionView), headers: inPages } },
  errors: [],
});

export const listPermissionsRoute = declareRoute({
  ...access,
  method: 'get',
  path: '/permissions',
  operation: ListPermissions.operation,
  summary: 'List the permissions that exist',
  description:
    'The permissions that a role can have, each with a sentence that says what it allows. Every label of a restriction has one.',
  query: z.object(paging),
  answers: { 200: { description: 'The permissions', body: z.array(permissionView), headers: inPages } },
  errors: [],
});

export const listRestrictionsRoute = declareRoute({
  ...access,
  method: 'get',
  path: '/restrictions',
  operation: ListRestrictions.operation,
  summary: 'List the restrictions',
  description:
    'A restriction gives a label to films. A film with a label is shown in full only to callers with the permission `movies:label:<label>`.',
  query: z.object(paging),
  answers: { 200: { description: 'The restrictions, by label', body: z.array(restrictionView), headers: inPages } },
  errors: [],
});

export const putRestrictionRoute = declareRoute({
  ...access,
  method: 'put',
  path: '/restrictions/{label}',
  operation: PutRestriction.operation,
  summary: 'Restrict films',
  description:
    'Films that the rule covers get the label. Viewing them in full, or adding them to a shelf, requires the permission `movies:label:<label>`; everyone else gets a teaser. You need that permission yourself.',
  params: z.object({ label }),
  body: restrictionToPut,
  answers: {
    201: { description: 'The restriction was created', body: restrictionView },
    200: { description: 'The restriction was replaced', body: restrictionView },
  },
  errors: [],
});

export const deleteRestrictionRoute = declareRoute({
  ...access,
  method: 'delete',
  path: '/restrictions/{label}',
  operation: DeleteRestriction.operation,
  summary: 'Delete a restriction',
  description: 'You need the permission `movies:label:<label>`.',
  params: z.object({
    label: nameOf(RestrictionNotFound, LABEL).meta({ description: 'Label of a restriction', example: 'new' }),
  }),
  answers: { 204: { description: 'The restriction was deleted' } },
  errors: [RestrictionNotFound],
});
