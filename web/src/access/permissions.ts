import { may } from '../sessions/session.ts';
import { permissionsWording } from './permissions.wording.ts';

const LABEL = 'movies:label:';
export const ALL_LABELS = `${LABEL}*`;

export function labelPermission(label: string): string {
  return LABEL + label;
}

/** In the words of the page. */
export function permissionText(name: string): string {
  const t = permissionsWording();
  if (name === ALL_LABELS) return t.allLabels;
  if (name.startsWith(LABEL)) return t.label(name.slice(LABEL.length));
  const text = t[name as keyof typeof t];
  return typeof text === 'string' ? text : name;
}

/** Whether the user may hand the permission on: nobody gives, takes or changes one that they lack. */
export function mayHandOn(name: string): boolean {
  return may(name) || (name.startsWith(LABEL) && may(ALL_LABELS));
}
