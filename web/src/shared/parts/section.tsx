import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

type SectionOptions = {
  readonly title: string;
  readonly detail?: ComponentChildren;
  readonly children: ComponentChildren;
};

/** A part of a view that has a heading. */
export function Section({ title, detail, children }: SectionOptions) {
  const id = useId();
  return (
    <section class="card stack" aria-labelledby={id}>
      <div>
        <h2 id={id}>{title}</h2>
        {detail && <p class="muted">{detail}</p>}
      </div>
      {children}
    </section>
  );
}
