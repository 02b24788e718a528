import { rememberedScroll } from './router.ts';

const MAX_WAIT_MS = 4000;
/** After one of these the reader has chosen a place. */
const CHOICES = ['wheel', 'touchstart', 'keydown', 'pointerdown'] as const;

let stop: (() => void) | undefined;

/** Scrolls to where this entry of the history was left, as soon as the view is long enough again. */
export function restoreScroll(): void {
  stop?.();
  const top = rememberedScroll();
  if (top === undefined || top === 0) return;
  const startedAt = performance.now();
  const chosen = new AbortController();
  stop = () => chosen.abort();
  for (const type of CHOICES) addEventListener(type, stop, { signal: chosen.signal, passive: true });
  const attempt = () => {
    if (chosen.signal.aborted) return;
    const isLongEnough = document.documentElement.scrollHeight >= top + innerHeight;
    if (isLongEnough) scrollTo(0, top);
    if (isLongEnough || performance.now() - startedAt > MAX_WAIT_MS) chosen.abort();
    else requestAnimationFrame(attempt);
  };
  attempt();
}
