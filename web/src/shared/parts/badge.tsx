import type { ComponentChildren } from 'preact';

type BadgeOptions = {
  readonly kind?: 'plain' | 'good' | 'bad' | 'accent';
  readonly children: ComponentChildren;
};

/** A short label, such as a state or a count. */
export function Badge({ kind = 'plain', children }: BadgeOptions) {
  return <span class={`badge badge-${kind}`}>{children}</span>;
}
