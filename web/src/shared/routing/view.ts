import { effect, signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import type { IconName } from '../parts/icon.tsx';
import { sharedWording } from '../shared.wording.ts';

/** `values`: the values of the `:names` in the path. */
export type ViewProps = { readonly values: Readonly<Record<string, string>> };

/** `main`: always visible. The others are in the menu of the account. */
export type NavigationGroup = 'main' | 'account' | 'administration';

/** A part of the page that has its own address. */
export type View = {
  /** Relative to the root of the page, such as `films/:id`. */
  readonly path: string;
  readonly title: () => string;
  /**
   * The people to whom the view is offered. `anyone`: everybody, even without a session (the service decides about the
   * data); `session`: everybody who is logged in; otherwise holders of one of these permissions.
   */
  readonly needs: 'anyone' | 'session' | readonly string[];
  readonly navigation?: { readonly group: NavigationGroup; readonly icon: IconName };
} & (
  | { readonly component: ComponentType<ViewProps> }
  /** For views that few people open, which are in a separate file. */
  | { readonly load: () => Promise<ComponentType<ViewProps>> }
);

const ownTitle = signal('');

/** Sets the title of the window, for example to the title of a film. */
export function setTitle(title: string): void {
  ownTitle.value = title;
}

effect(() => {
  const service = sharedWording().service;
  document.title = ownTitle.value ? `${ownTitle.value} · ${service}` : service;
});
