import { may } from '../sessions/session.ts';
import { Icon } from '../shared/parts/icon.tsx';
import { addressOf, place } from '../shared/routing/router.ts';
import type { NavigationGroup, View } from '../shared/routing/view.ts';
import { views } from '../views.ts';
import { shellWording } from './shell.wording.ts';

/** The views of the group that this person may open. */
export function offeredViews(group: NavigationGroup): readonly View[] {
  return views.filter(
    ({ navigation, needs }) => navigation?.group === group && (typeof needs === 'string' || needs.some(may)),
  );
}

/** Links to the views of the group. */
export function NavigationLinks({ group }: { group: NavigationGroup }) {
  return (
    <>
      {offeredViews(group).map((view) => (
        <NavigationLink key={view.path} view={view} />
      ))}
    </>
  );
}

export function NavigationLink({ view }: { view: View }) {
  const isHere = view.path === place.value.path;
  return (
    <a href={addressOf(view.path)} aria-current={isHere ? 'page' : undefined}>
      {view.navigation && <Icon name={view.navigation.icon} />}
      {view.title()}
    </a>
  );
}

/** Links above a view that is in the menu, to the other views of its group. */
export function GroupNavigation({ group }: { group: Exclude<NavigationGroup, 'main'> }) {
  return (
    <nav class="nav group-nav" aria-label={shellWording()[group]}>
      <NavigationLinks group={group} />
    </nav>
  );
}
