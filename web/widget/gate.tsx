// The mark: a gate with a light behind it.
interface Props {
  small?: boolean;
  closed?: boolean;
  breathing?: boolean;
}

export function Gate({ small, closed, breathing }: Props) {
  return (
    <svg
      class={`gate${small ? ' small' : ''}${closed ? ' closed' : ''}${breathing ? ' breathing' : ''}`}
      viewBox="0 0 64 64"
      aria-hidden="true"
    >
      <path class="wall" d="M6 58V32a26 26 0 0 1 52 0v26a2 2 0 0 1-2 2H8a2 2 0 0 1-2-2z" />
      <path class="arch" d="M20 60V33a12 12 0 0 1 24 0v27z" />
      {closed ? (
        <path class="bar" d="M20 40h24M20 49h24M28 23v37M36 23v37" />
      ) : (
        <>
          <circle class="light" cx="32" cy="36" r="4.5" />
          <path class="light" d="M32 38l4.5 15h-9z" />
        </>
      )}
    </svg>
  );
}
