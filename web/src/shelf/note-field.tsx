import { useEffect, useId, useRef } from 'preact/hooks';
import { changeEntry } from './entries.ts';
import { shelfWording } from './shelf.wording.ts';

const MAX_LENGTH = 1000;

/** A note. It is saved when the focus leaves the field, and when the page is closed. */
export function NoteField({ id, note }: { id: number; note: string }) {
  const t = shelfWording();
  const input = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const saved = useRef(note);
  saved.current = note;

  useEffect(() => {
    const field = area.current;
    const save = () => {
      const text = field?.value.trim() ?? '';
      if (text !== saved.current) changeEntry(id, { note: text || null }, text ? t.noteSaved : t.noteCleared);
    };
    field?.addEventListener('change', save);
    addEventListener('pagehide', save);
    return () => {
      field?.removeEventListener('change', save);
      removeEventListener('pagehide', save);
    };
  }, [id, t]);

  return (
    <div class="field">
      <label for={input}>{t.note}</label>
      <textarea
        ref={area}
        id={input}
        class="input"
        rows={3}
        maxLength={MAX_LENGTH}
        placeholder={t.notePlaceholder}
        aria-describedby={`${input}-hint`}
        value={note}
      />
      <p class="field-hint" id={`${input}-hint`}>
        {t.noteHint}
      </p>
    </div>
  );
}
