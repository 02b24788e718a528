import { connection } from '../shared/api/connection.ts';
import { Icon } from '../shared/parts/icon.tsx';
import { sharedWording } from '../shared/shared.wording.ts';

/** A banner that is shown while the service cannot be reached or is busy. */
export function Banner() {
  const t = sharedWording();
  const texts = { good: '', busy: t.connectionBusy, lost: t.connectionLost };
  const text = texts[connection.value];
  return (
    <div role="status">
      {text && (
        <p class="banner">
          <Icon name="alert" />
          {text}
        </p>
      )}
    </div>
  );
}
