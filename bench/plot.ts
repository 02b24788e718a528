import { chromium } from 'playwright-core';
import { findChromium } from '../tests/support/browser.ts';

/** One panel. `points`: x in minutes. */
export type Panel = { readonly title: string; readonly points: readonly (readonly [x: number, y: number])[] };

const WIDTH = 900;
const PANEL_HEIGHT = 180;
const LEFT = 60;
const TOP = 34;
const BOTTOM = 26;

/** Draws the panels one below the other, each with axes that begin at zero. */
export async function drawPlot(pngPath: string, panels: readonly Panel[]): Promise<void> {
  const drawn = panels.map((panel, index) => `<g transform="translate(0 ${index * PANEL_HEIGHT})">${draw(panel)}</g>`);
  await photograph(pngPath, { width: WIDTH, height: panels.length * PANEL_HEIGHT }, drawn.join(''));
}

/** Draws the SVG into a PNG with Chromium; without Chromium it writes nothing. */
export async function photograph(
  pngPath: string,
  { width, height }: { width: number; height: number },
  svg: string,
): Promise<void> {
  const executablePath = findChromium();
  if (executablePath === undefined) return;
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage({ viewport: { width, height } });
    await page.setContent(
      `<body style="margin:0"><svg width="${width}" height="${height}" font-family="sans-serif" font-size="12">${svg}</svg>`,
    );
    await page.screenshot({ path: pngPath });
  } finally {
    await browser.close();
  }
}

function draw({ title, points }: Panel): string {
  const lastX = Math.max(1, ...points.map(([x]) => x));
  const topY = Math.max(1, ...points.map(([, y]) => y)) * 1.15;
  const x = (value: number) => LEFT + (value / lastX) * (WIDTH - LEFT - 20);
  const y = (value: number) => PANEL_HEIGHT - BOTTOM - (value / topY) * (PANEL_HEIGHT - BOTTOM - TOP);
  const ticksX = Array.from({ length: 7 }, (_, index) => (index * lastX) / 6);
  const ticksY = Array.from({ length: 5 }, (_, index) => (index * topY) / 4);
  return [
    `<text x="${LEFT}" y="20" font-weight="bold">${title}</text>`,
    ...ticksY.map(
      (at) =>
        `<line x1="${LEFT}" x2="${WIDTH - 20}" y1="${y(at)}" y2="${y(at)}" stroke="#ddd"/>` +
        `<text x="${LEFT - 8}" y="${y(at) + 4}" text-anchor="end">${at.toFixed(topY < 20 ? 1 : 0)}</text>`,
    ),
    ...ticksX.map(
      (at) =>
        `<text x="${x(at)}" y="${PANEL_HEIGHT - 8}" text-anchor="middle">${at.toFixed(lastX < 12 ? 1 : 0)} min</text>`,
    ),
    `<polyline fill="none" stroke="#0a58ca" stroke-width="1.5" points="${points.map(([px, py]) => `${x(px)},${y(py)}`).join(' ')}"/>`,
  ].join('');
}
