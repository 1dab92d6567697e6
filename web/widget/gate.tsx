// The mark: a gate with a light behind it.
interface Props {
  small?: boolean;
  closed?: boolean;
}

export function Gate({ small, closed }: Props) {
  return (
    <svg class={`gate${small ? ' small' : ''}${closed ? ' closed' : ''}`} viewBox="0 0 64 64" aria-hidden="true">
      <path class="wall" d="M6 58V32a26 26 0 0 1 52 0v26a2 2 0 0 1-2 2H8a2 2 0 0 1-2-2z" />
      <path class="arch" d="M20 60V33a12 12 0 0 1 24 0v27z" />
      {!closed && <path class="light" d="M32 31.5a4.5 4.5 0 0 1 2.4 8.3L36.5 53h-9l2.1-13.2A4.5 4.5 0 0 1 32 31.5z" />}
    </svg>
  );
}
