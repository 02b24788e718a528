import type { ComponentChildren } from 'preact';

type EmptyOptions = {
  readonly title: string;
  readonly text: string;
  readonly level?: 'h1' | 'h2';
  readonly children?: ComponentChildren;
};

/** In place of an empty list: why it is empty, and what to do next. */
export function Empty({ title, text, level: Heading = 'h2', children }: EmptyOptions) {
  return (
    <div class="empty">
      <EmptyShelf />
      <Heading tabindex={-1}>{title}</Heading>
      <p class="muted">{text}</p>
      {children && <div class="buttons">{children}</div>}
    </div>
  );
}

function EmptyShelf() {
  return (
    <svg viewBox="0 0 208 112" fill="none" stroke="currentColor" stroke-width="2" aria-hidden="true">
      <g opacity=".35">
        <rect x="34" y="26" width="22" height="62" rx="3" />
        <rect x="60" y="36" width="18" height="52" rx="3" stroke-dasharray="5 5" />
        <rect x="82" y="22" width="24" height="66" rx="3" stroke-dasharray="5 5" />
        <rect x="110" y="40" width="18" height="48" rx="3" stroke-dasharray="5 5" />
        <path d="m137.5 37 17-4.6 13.5 50.2-17 4.600z" />
      </g>
      <path d="M16 90h176" stroke-width="4" stroke-linecap="round" opacity=".6" />
    </svg>
  );
}
