import type { Goal } from './finding.ts';
import { figure, isMet } from './finding.ts';
import { photograph } from './plot.ts';

const WIDTH = 900;
const LABELS = 210;
const FIGURES = 60;
const BAR_HEIGHT = 18;
const ROW_HEIGHT = 26;
const TOP = 50;

const [MET, MISSED] = ['#2e8b57', '#c0392b'];

/** Draws the goals of each panel as bars beside their limits: green where the goal is met, red where it is missed. */
export async function resultsPlot(pngPath: string, goals: readonly Goal[]): Promise<void> {
  const panels = Map.groupBy(
    goals.filter(({ drawn }) => drawn !== undefined),
    ({ drawn }) => drawn?.panel ?? '',
  );
  let height = 0;
  const drawn = Array.from(panels, ([title, those]) => {
    const panel = `<g transform="translate(0 ${height})">${panelOf(title, those)}</g>`;
    height += TOP + those.length * ROW_HEIGHT + 20;
    return panel;
  });
  if (drawn.length > 0) await photograph(pngPath, { width: WIDTH, height }, drawn.join(''));
}

function panelOf(title: string, goals: readonly Goal[]): string {
  const most = Math.max(...goals.map(({ value, limit }) => Math.max(value, limit))) * 1.05;
  const x = (value: number) => LABELS + (value / most) * (WIDTH - LABELS - FIGURES);
  const [first] = goals;
  const meaning = first?.bound === 'at least' ? 'longer is better' : 'shorter is better';
  const rows = goals.map(
    (goal, index) => `<g transform="translate(0 ${TOP + index * ROW_HEIGHT})">${row(goal, x)}</g>`,
  );
  return `<text x="16" y="24" font-size="16" font-weight="bold">${title}</text>
    <text x="16" y="41" fill="#555">${meaning}; the line is the target; green is met, red is missed</text>${rows.join('')}`;
}

function row(goal: Goal, x: (value: number) => number): string {
  const { value, limit, drawn } = goal;
  const colour = isMet(goal) ? MET : MISSED;
  return `<text x="${LABELS - 8}" y="14" text-anchor="end">${drawn?.name ?? ''}</text>
    <rect x="${LABELS}" y="1" width="${x(value) - LABELS}" height="${BAR_HEIGHT}" fill="${colour}"/>
    <text x="${Math.max(x(value), x(limit)) + 6}" y="14" font-weight="bold">${figure(value)}</text>
    <line x1="${x(limit)}" x2="${x(limit)}" y1="-3" y2="${BAR_HEIGHT + 5}" stroke="#111" stroke-width="2.5"/>`;
}
