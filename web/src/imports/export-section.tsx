import { useSignal } from '@preact/signals';
import { may } from '../sessions/session.ts';
import { api } from '../shared/api/api.ts';
import { hasNext } from '../shared/api/download.ts';
import { DownloadButton } from '../shared/parts/download-button.tsx';
import { Row } from '../shared/parts/row.tsx';
import { Section } from '../shared/parts/section.tsx';
import { importsWording } from './imports.wording.ts';

const FILES = ['json', 'csv', 'letterboxd', 'account'] as const;
type ExportFile = (typeof FILES)[number];

/** Downloads: the shelf in several formats, and all data of the account. */
export function ExportSection() {
  const t = importsWording();
  // Letterboxd takes only small files: a large shelf is downloaded part by part.
  const part = useSignal(1);
  return (
    <Section title={t.exports}>
      <ul class="rows">
        {FILES.filter((file) => file !== 'account' || may('account:own')).map((file) => (
          <Row
            key={file}
            icon={file === 'account' ? 'person' : 'shelf'}
            title={nameOf(file)}
            facts={file === 'account' ? [] : [t.about[file]]}
          >
            <DownloadButton
              label={file === 'letterboxd' && part.value > 1 ? t.part(part.value) : t.download}
              of={nameOf(file)}
              call={async () => exported(file, part.value)}
              onSaved={(headers) => {
                if (file === 'letterboxd') part.value = hasNext(headers) ? part.value + 1 : 1;
              }}
            />
          </Row>
        ))}
      </ul>
    </Section>
  );
}

function nameOf(file: ExportFile): string {
  if (file === 'account') return importsWording().allData;
  return file === 'letterboxd' ? 'Letterboxd' : file.toUpperCase();
}

async function exported(file: ExportFile, part: number) {
  if (file === 'account') return api.GET('/user/export', { parseAs: 'blob' });
  const query = { format: file, ...(file === 'letterboxd' && { part }) };
  return api.GET('/movies/favorites/export', { params: { query }, parseAs: 'blob' });
}
