// How a conversation looks: colour, pattern and initials together, so that no one of them has to be seen.
import type { JSX } from 'preact';
import type { Identity } from '../model/pseudonym';
import { type Urgency, waitFraction } from '../model/time';

export const identityClass = (identity: Identity): string => `hue-${identity.hue} pattern-${identity.pattern}`;

export function Tile({ identity, size = 'm' }: { identity: Identity; size?: 's' | 'm' | 'l' }): JSX.Element {
  return (
    <span class={`tile tile-${size} ${identityClass(identity)}`} aria-hidden="true">
      <span class="tile-letters">{identity.initials}</span>
    </span>
  );
}

const RADIUS = 18;
const LENGTH = 2 * Math.PI * RADIUS;

/** The tile in a ring that grows with the time waited. */
export function WaitRing(props: { identity: Identity; waited_ms: number; urgency: Urgency }): JSX.Element {
  const filled = Math.max(0.03, waitFraction(props.waited_ms)) * LENGTH;
  return (
    <span class={`wait-ring wait-${props.urgency}`} aria-hidden="true">
      <svg viewBox="0 0 40 40" width="40" height="40" focusable="false" aria-hidden="true">
        <circle class="wait-track" cx="20" cy="20" r={RADIUS} />
        <circle
          class="wait-arc"
          cx="20"
          cy="20"
          r={RADIUS}
          stroke-dasharray={`${filled.toFixed(1)} ${LENGTH.toFixed(1)}`}
          transform="rotate(-90 20 20)"
        />
      </svg>
      <Tile identity={props.identity} size="s" />
    </span>
  );
}
