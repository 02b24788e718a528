import type { FilmImport } from '../shared/api/api-types.ts';
import { Badge } from '../shared/parts/badge.tsx';
import { importsWording } from './imports.wording.ts';

const KINDS = { done: 'good', failed: 'bad' } as const;

export function StatusBadges({ one: { status, dry_run: isCheck } }: { one: FilmImport }) {
  const t = importsWording();
  return (
    <>
      <Badge kind={KINDS[status as keyof typeof KINDS]}>{t.statuses[status]}</Badge>
      {isCheck && <Badge>{t.check}</Badge>}
    </>
  );
}
