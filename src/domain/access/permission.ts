/** Permissions of the service itself. Permissions of labels are created by restrictions. */
export const PERMISSIONS = [
  'movies:read',
  'catalogue:read',
  'favorites:own',
  'account:own',
  'users:read',
  'users:manage',
  'roles:manage',
  'restrictions:manage',
  'tokens:introspect',
  'quota:read',
] as const;

/** Each of these allows reading roles and permissions. */
export const ROLE_READERS = ['roles:manage', 'users:manage'] as const satisfies readonly Permission[];

/** Each of these allows reading users. */
export const USER_READERS = ['users:read', 'users:manage'] as const satisfies readonly Permission[];

/** Allows viewing the films of every label, present and future. */
export const ALL_LABELS = 'movies:label:*';

export type LabelPermission = `movies:label:${string}`;
export type Permission = (typeof PERMISSIONS)[number] | LabelPermission;

/** Lower-case Latin letters, digits and inner dashes, because a label is part of URLs and permission names. */
export const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/;

const LABEL_PERMISSION = 'movies:label:';

/** The permission to view the films that carry the label. */
export function labelPermission(label: string): LabelPermission {
  return `${LABEL_PERMISSION}${label}`;
}

export function isLabelPermission(permission: Permission): boolean {
  return permission.startsWith(LABEL_PERMISSION);
}

export function isPermission(text: string): text is Permission {
  if (text === ALL_LABELS || (PERMISSIONS as readonly string[]).includes(text)) return true;
  return text.startsWith(LABEL_PERMISSION) && LABEL.test(text.slice(LABEL_PERMISSION.length));
}

/** Whether the held permissions include the requested one. */
export function includesPermission(held: ReadonlySet<Permission>, permission: Permission): boolean {
  return held.has(permission) || (isLabelPermission(permission) && held.has(ALL_LABELS));
}
