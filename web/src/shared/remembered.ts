/** Reads a setting of this browser. Browsers may forbid storage; then nothing is stored. */
export function remembered(key: string): string | null {
  try {
    return localStorage.getItem(`kinopolka.${key}`);
  } catch {
    return null;
  }
}

/** Stores a setting; `null` deletes it. */
export function remember(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(`kinopolka.${key}`);
    else localStorage.setItem(`kinopolka.${key}`, value);
  } catch {
    // Storage is forbidden or full: the setting lasts until the page is left.
  }
}
