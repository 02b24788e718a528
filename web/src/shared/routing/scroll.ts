import { rememberedScroll } from './router.ts';

const MAX_WAIT_MS = 4000;
const FRAMES_TO_STAY = 10;
/** After one of these events, the reader scrolls, so the page must not scroll. */
const CHOICES = ['wheel', 'touchstart', 'keydown', 'pointerdown'] as const;

let stop: (() => void) | undefined;

/** Scrolls to the position at which this entry of the history was left, as soon as the view is long enough. */
export function restoreScroll(): void {
  stop?.();
  const top = rememberedScroll();
  if (top === undefined || top === 0) return;
  const startedAt = performance.now();
  const chosen = new AbortController();
  stop = () => chosen.abort();
  for (const type of CHOICES) addEventListener(type, stop, { signal: chosen.signal, passive: true });
  let framesThere = 0;
  const attempt = () => {
    if (chosen.signal.aborted) return;
    // Repeats this until the position is stable, because the height of the view may still change, for example when rows
    // are measured.
    framesThere = Math.round(scrollY) === top ? framesThere + 1 : 0;
    if (document.documentElement.scrollHeight >= top + innerHeight) scrollTo(0, top);
    if (framesThere >= FRAMES_TO_STAY || performance.now() - startedAt > MAX_WAIT_MS) chosen.abort();
    else requestAnimationFrame(attempt);
  };
  attempt();
}
