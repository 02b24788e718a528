import { sharedWording } from '../shared.wording.ts';

type MoreOptions = { readonly hasMore: boolean; readonly more: () => Promise<void> };

/** Below a list of {@link usePages}, as long as there is more of it. */
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
