/** Permissions of the service itself; those for labels are made by restrictions. */
export const PERMISSIONS = [
  'movies:read',
  'catalogue:read',
  'favorites:own',
  'account:own',
  'users:read',
  'users:manage',
  'roles:manage',
  'restrictions:manage',
] as const;

export type Permission = (typeof PERMISSIONS)[number] | `movies:label:${string}`;
