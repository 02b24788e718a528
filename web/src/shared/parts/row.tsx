import type { ComponentChildren } from 'preact';
import type { IconName } from './icon.tsx';
import { Icon } from './icon.tsx';

type RowOptions = {
  readonly icon: IconName;
  readonly title: ComponentChildren;
  /** Empty texts, `false`, `null` and `undefined` are left out. */
  readonly facts: readonly (string | number | false | null | undefined)[];
  readonly children?: ComponentChildren;
};

/** An item of a list: its title, facts about it, and as children its buttons. */
export function Row({ icon, title, facts, children }: RowOptions) {
  return (
    <li class="row-line">
      <div class="row-fact">
        <Icon name={icon} />
        <div>
          <h3>{title}</h3>
          <p class="muted small">{facts.filter(Boolean).join(' · ')}</p>
        </div>
      </div>
      {children}
    </li>
  );
}
