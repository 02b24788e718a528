import { API_ROOT } from '../shared/routing/place.ts';
import { shellWording } from './shell.wording.ts';

export function Footer() {
  return (
    <footer class="footer">
      <a href={new URL('docs/', API_ROOT).pathname}>{shellWording().api}</a>
    </footer>
  );
}
