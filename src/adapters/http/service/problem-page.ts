import type { Text } from '../input/language.ts';
import { LANGUAGES } from '../input/language.ts';
import type { ProblemText } from '../problems/wording.ts';

/** A page that explains one problem, in every language. It contains no input. `docs`: the address of `/docs/`. */
export function problemPage(code: string, { title, detail }: ProblemText, docs: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${code} · Kinopolka</title>
<h1>${title.en}</h1>
<p><code>${code}</code></p>
${LANGUAGES.map((language) => section(language, title, detail)).join('\n')}
<p><a href="${docs}">Kinopolka</a></p>
</html>
`;
}

function section(language: keyof Text, title: Text, detail: Text): string {
  return `<section lang="${language}"><h2>${title[language]}</h2><p>${detail[language]}</p></section>`;
}
