import { may } from '../sessions/session.ts';
import { Icon } from '../shared/icon.tsx';
import { addressOf, place } from '../shared/router.ts';
import type { NavigationGroup, View } from '../shared/view.ts';
import { views } from '../views.ts';

/** The views of the group that this person may open. */
export function offeredViews(group: NavigationGroup): readonly View[] {
  return views.filter(
    ({ navigation, needs }) => navigation?.group === group && (typeof needs === 'string' || needs.some(may)),
  );
}

/** As links; those of lists are the children of `li`. */
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
