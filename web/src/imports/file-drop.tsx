import { unwrap } from '@kinopolka/client';
import { useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import { api } from '../shared/api/api.ts';
import { say } from '../shared/messages.ts';
import { FailureNotice } from '../shared/parts/failure.tsx';
import { Icon } from '../shared/parts/icon.tsx';
import { addressOf, navigate } from '../shared/routing/router.ts';
import { sharedWording } from '../shared/shared.wording.ts';
import { importsWording } from './imports.wording.ts';

const MAX_BYTES = 10 * 1024 * 1024;
const EXTENSIONS = '.csv,.tsv,.txt,.json,.xls,.htm,.html';
const SCALES = ['5', '10', '100'] as const;

type Query = { dry_run?: 'true'; rating_scale?: (typeof SCALES)[number] };

/** Accepts a file that is dropped anywhere on the view, or chosen, and opens its import. */
export function FileDrop() {
  const t = importsWording();
  const options = useRef<HTMLFormElement>(null);
  const error = useSignal<unknown>(undefined);
  const isSending = useSignal(false);

  async function send(files: readonly File[]): Promise<void> {
    const [file] = files;
    if (!file || isSending.value) return;
    if (files.length > 1) say({ kind: 'failed', text: t.oneFile });
    else if (file.size > MAX_BYTES) say({ kind: 'failed', text: t.tooLarge });
    else await sendFile(file);
  }

  async function sendFile(file: File): Promise<void> {
    isSending.value = true;
    error.value = undefined;
    const query: Query = Object.fromEntries(
      [...new FormData(options.current ?? undefined)].filter(([, value]) => value),
    );
    try {
      const started = await unwrap(api.POST('/imports', { params: { query }, body: { file } }));
      navigate(addressOf(`imports/${started.id}`));
    } catch (refused) {
      error.value = refused;
    } finally {
      isSending.value = false;
    }
  }

  const isOver = useDrop((files) => void send(files));
  return (
    <section
      class={isOver ? 'card drop is-over' : 'card drop'}
      aria-labelledby="drop-title"
      aria-busy={isSending.value}
    >
      <Icon name="imports" />
      <h2 id="drop-title">{t.drop}</h2>
      <p class="muted">{t.dropDetail}</p>
      <FailureNotice error={error.value} />
      <FileButton onChoose={(files) => void send(files)} label={isSending.value ? sharedWording().loading : t.choose} />
      <form ref={options} onSubmit={(event) => event.preventDefault()}>
        <ImportOptions />
      </form>
    </section>
  );
}

function FileButton({ label, onChoose }: { label: string; onChoose: (files: readonly File[]) => void }) {
  return (
    <label class="button button-main file-button">
      {label}
      <input
        class="visually-hidden"
        type="file"
        accept={EXTENSIONS}
        onChange={({ currentTarget }) => {
          onChoose([...(currentTarget.files ?? [])]);
          // Otherwise there would be no change event if the same file is chosen again after a correction.
          currentTarget.value = '';
        }}
      />
    </label>
  );
}

function ImportOptions() {
  const t = importsWording();
  const id = useId();
  return (
    <details class="options">
      <summary>{t.options}</summary>
      <label class="choice">
        <input type="checkbox" name="dry_run" value="true" />
        {t.dryRun}
      </label>
      <div class="choice">
        <label for={id}>{t.scale}</label>
        <select id={id} class="input input-small" name="rating_scale">
          <option value="">{t.findOut}</option>
          {SCALES.map((scale) => (
            <option key={scale} value={scale}>
              {t.outOf(scale)}
            </option>
          ))}
        </select>
      </div>
    </details>
  );
}

/** Whether a file is dragged over the page. */
function useDrop(onDrop: (files: readonly File[]) => void): boolean {
  const isOver = useSignal(false);
  const latest = useRef(onDrop);
  latest.current = onDrop;
  useEffect(() => {
    const left = new AbortController();
    const follow = (event: DragEvent) => {
      const files = event.dataTransfer;
      if (!files?.types.includes('Files')) return;
      if (event.type !== 'dragleave') event.preventDefault();
      // `null`: the pointer has left the window.
      isOver.value = event.type === 'dragover' || (event.type === 'dragleave' && event.relatedTarget !== null);
      if (event.type === 'drop') latest.current([...files.files]);
    };
    for (const type of ['dragover', 'dragleave', 'drop'] as const)
      addEventListener(type, follow, { signal: left.signal });
    return () => left.abort();
  }, []);
  return isOver.value;
}
