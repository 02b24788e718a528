import { may } from '../sessions/session.ts';
import { permissionsWording } from './permissions.wording.ts';

const LABEL = 'movies:label:';
export const ALL_LABELS = `${LABEL}*`;

export function labelPermission(label: string): string {
  return LABEL + label;
}

/** What a permission allows, in the language of the page; the name itself if the page does not know it. */
export function permissionText(name: string): string {
  const t = permissionsWording();
  if (name === ALL_LABELS) return t.allLabels;
  if (name.startsWith(LABEL)) return t.label(name.slice(LABEL.length));
  const text = t[name as keyof typeof t];
  return typeof text === 'string' ? text : name;
}

/**
 * Whether the user may give the permission to others or take it from them. Users may do this only with permissions that
 * they have.
 */
export function mayHandOn(name: string): boolean {
  return may(name) || (name.startsWith(LABEL) && may(ALL_LABELS));
}
