import { readFileSync } from 'node:fs';

/** The parts of a page of the documentation that tests check. */
export type MarkdownPage = {
  /** Addresses of links, except in code. */
  readonly links: readonly string[];
  /** The names by which links reach its headings. */
  readonly anchors: ReadonlySet<string>;
  /** Code blocks and code in the text. */
  readonly code: readonly string[];
};

const FENCE = /^( *)(```+)[^\n]*\n[^]*?^\1\2 *$/gm;
const INLINE_CODE = /`([^`]+)`/g;

export function readMarkdown(file: string): MarkdownPage {
  const text = readFileSync(file, 'utf8');
  const blocks = Array.from(text.matchAll(FENCE), ([block]) => block);
  const prose = text.replaceAll(FENCE, '');
  const inline = Array.from(prose.matchAll(INLINE_CODE), ([, code]) => code!.replaceAll(/\s+/g, ' '));
  const plain = prose.replaceAll(INLINE_CODE, '');
  return {
    links: Array.from(plain.matchAll(/\]\(([^()\s]+)\)/g), ([, target]) => target!),
    anchors: anchorsOf(prose),
    code: [...blocks, ...inline],
  };
}

/**
 * Anchors of headings as GitHub makes them: lower case, dashes for blanks, no punctuation, and a number if repeated.
 */
function anchorsOf(prose: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const [, heading] of prose.matchAll(/^#{1,6} +(.+?) *$/gm)) {
    const words = heading!.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const anchor = words.replaceAll(/[^\p{L}\p{N}\s_-]/gu, '').replaceAll(/\s/g, '-');
    let name = anchor;
    for (let again = 1; anchors.has(name); again += 1) name = `${anchor}-${again}`;
    anchors.add(name);
  }
  return anchors;
}
