import { sharedWording } from '../shared.wording.ts';

type MoreOptions = { readonly hasMore: boolean; readonly more: () => Promise<void> };

/** A button below a list of {@link usePages}, shown as long as the list has more items. */
export function MoreButton({ hasMore, more }: MoreOptions) {
  if (!hasMore) return null;
  return (
    <p class="more">
      <button type="button" class="button" onClick={() => void more()}>
        {sharedWording().more}
      </button>
    </p>
  );
}
