import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../parts/icon.tsx';
import { changeQuery } from '../routing/router.ts';

const PAUSE_MS = 250;

/** A search field whose words are also in the address, as the parameter `q`. `words`: the words in the address. */
export function QueryField({ label, words }: { label: string; words: string }) {
  const typed = useSignal(words);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // The back and forward buttons of the browser change the address without the field.
  useEffect(() => {
    if (words !== typed.peek().trim()) typed.value = words;
  }, [words]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <div class="search-field search-field-small">
      <Icon name="search" />
      <input
        class="input"
        type="search"
        aria-label={label}
        placeholder={label}
        maxLength={200}
        autocomplete="off"
        value={typed.value}
        onInput={(event) => {
          typed.value = event.currentTarget.value;
          clearTimeout(timer.current);
          timer.current = setTimeout(() => changeQuery({ q: typed.peek().trim() }), PAUSE_MS);
        }}
      />
    </div>
  );
}
