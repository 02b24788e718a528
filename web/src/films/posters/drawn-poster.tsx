/** Shapes of 200 by 300 that cover the lower part; the title is above them. Three tones: `a` deep, `b` middle, `c` light. */
const MOTIFS = [
  // A sun over hills.
  [
    ['c', 'M100 232a52 52 0 1 0 0-104 52 52 0 0 0 0 104Z'],
    ['b', 'M0 232c40-34 74-30 104-8s62 18 96-10v86H0Z'],
    ['a', 'M0 268c52-26 86-20 118-4s56 8 82-8v44H0Z'],
  ],
  // Bands.
  [
    ['b', 'M-20 300 120 130h60L40 300Z'],
    ['c', 'M60 300 190 142h26v38L118 300Z'],
    ['a', 'M140 300l60-73v73Z'],
  ],
  // Rings in a corner.
  [
    ['b', 'M200 300H40a160 160 0 0 1 160-160Z'],
    ['a', 'M200 300H84a116 116 0 0 1 116-116Z'],
    ['c', 'M200 300h-70a70 70 0 0 1 70-70Z'],
  ],
  // Towers.
  [
    ['b', 'M0 300V196h44v-34h40v70h36v-92h34v60h46v100Z'],
    ['a', 'M0 300v-56h26v-22h38v40h44v-30h30v20h62v48Z'],
    ['c', 'M150 128a15 15 0 1 0 0-30 15 15 0 0 0 0 30Z'],
  ],
  // Waves.
  [
    ['b', 'M0 176c34-24 66-24 100 0s66 24 100 0v124H0Z'],
    ['c', 'M0 216c34-24 66-24 100 0s66 24 100 0v84H0Z'],
    ['a', 'M0 256c34-24 66-24 100 0s66 24 100 0v44H0Z'],
  ],
  // A beam of light.
  [
    ['b', 'M100 142 232 300H-32Z'],
    ['c', 'M100 142 150 300H50Z'],
    ['a', 'M0 276h200v24H0Z'],
  ],
] as const;

/** Hues of the background, in degrees, on which white letters are readable. */
const HUES = [352, 14, 32, 148, 168, 192, 214, 236, 258, 280, 302, 328] as const;

/** Knuth's multiplier for hashing: neighbouring ids get different pictures. */
const KNUTH = 2_654_435_761;

const SIZES = ['', 'drawn-long', 'drawn-longer'] as const;

/** The size of the letters, which are smaller for a long title or a title with a long word. */
function sizeOf(title: string): 0 | 1 | 2 {
  const longestWord = Math.max(...title.split(/[\s-]/).map((word) => word.length));
  if (title.length > 44 || longestWord > 11) return 2;
  return title.length > 26 || longestWord > 9 ? 1 : 0;
}

/** For a film without a poster: always the same picture for the same film. */
export function DrawnPoster({ id, title, year }: { id: number; title: string; year: number | null }) {
  const spread = Math.imul(id, KNUTH) >>> 0;
  const motif = MOTIFS[(spread >>> 10) % MOTIFS.length] ?? MOTIFS[0];
  const hue = HUES[(spread >>> 20) % HUES.length] ?? HUES[0];
  return (
    <div class={`drawn ${SIZES[sizeOf(title)]}`} style={{ '--hue': String(hue) }}>
      <svg viewBox="0 0 200 300" preserveAspectRatio="xMidYMax slice">
        {motif.map(([tone, shape]) => (
          <path key={tone} class={`tone-${tone}`} d={shape} />
        ))}
      </svg>
      <span class="drawn-title">{title}</span>
      <span class="drawn-year">{year}</span>
    </div>
  );
}
