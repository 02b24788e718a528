import type { ComponentChildren } from 'preact';

type BadgeOptions = {
  readonly kind?: 'plain' | 'good' | 'bad' | 'accent';
  readonly children: ComponentChildren;
};

/** A word about the thing beside it. */
export function Badge({ kind = 'plain', children }: BadgeOptions) {
  return <span class={`badge badge-${kind}`}>{children}</span>;
}
