import type { Effort, Section } from '../finding.ts';
import type { Rig } from '../rig.ts';
export async function scale(_rig: Rig, _effort: Effort): Promise<Section> {
  throw new Error('soon');
}
