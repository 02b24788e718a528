import { Icon } from '../shared/parts/icon.tsx';

type HeadOptions = {
  readonly title: string;
  readonly detail?: string;
  /** The text of the button. Without it there is no button. */
  readonly action?: string;
  readonly onAction: () => void;
};

/** The heading of a list to which something can be added. */
export function EditableHead({ title, detail, action, onAction }: HeadOptions) {
  return (
    <div class="page-head">
      <div>
        <h1 tabindex={-1}>{title}</h1>
        <p class="muted">{detail}</p>
      </div>
      {action && (
        <button type="button" class="button button-main" onClick={onAction}>
          <Icon name="plus" />
          {action}
        </button>
      )}
    </div>
  );
}
