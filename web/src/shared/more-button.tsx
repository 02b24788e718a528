import { sharedWording } from './shared.wording.ts';

type MoreOptions = { readonly hasMore: boolean; readonly isLoadingMore: boolean; readonly more: () => Promise<void> };

/** Below a list of {@link usePages}, as long as there is more of it. */
export function MoreButton({ hasMore, isLoadingMore, more }: MoreOptions) {
  const t = sharedWording();
  if (!hasMore) return null;
  return (
    <p class="more">
      <button type="button" class="button" aria-disabled={isLoadingMore} onClick={() => void more()}>
        {isLoadingMore ? t.loading : t.more}
      </button>
    </p>
  );
}
