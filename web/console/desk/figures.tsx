// What was noticed in the agent's own drafts, drawn: only they see it, and it knows kinds and counts, never a word.
import type { JSX } from 'preact';
import type { NoticedCount } from '../../shared/gen/wire';
import { t } from '../messages';

interface Row {
  kind: string;
  /** Stopped when send was pressed: not to leave at all, or to be thought over. */
  blocked: number;
  warned: number;
  /** Sent after a warning; called not sensitive. */
  sent: number;
  dismissed: number;
}

const MAX_ROWS = 8;

export function Figures({ counts }: { counts: readonly NoticedCount[] | undefined }): JSX.Element {
  const rows = rowsOf(counts ?? []);
  const most = Math.max(1, ...rows.map((row) => row.blocked + row.warned));
  return (
    <section class="card figures" aria-labelledby="figures-title">
      <h2 id="figures-title">{t.figures.title}</h2>
      <p class="muted">{rows.length > 0 ? t.figures.lead : counts ? t.figures.none : t.figures.loading}</p>
      {rows.length > 0 && (
        <>
          <ul class="figure-rows">
            {rows.map((row) => (
              <li key={row.kind}>
                <span>{t.figures.kinds[row.kind] ?? row.kind}</span>
                <span class="figure-bar" aria-hidden="true" style={{ '--most': most }}>
                  <span class="figure-part blocked" style={{ '--count': row.blocked }} />
                  <span class="figure-part warned" style={{ '--count': row.warned }} />
                </span>
                <b>{row.blocked + row.warned}</b>
                <span class="hint">{t.figures.after(row.sent, row.dismissed)}</span>
              </li>
            ))}
          </ul>
          <p class="figure-key hint">
            <span class="figure-part blocked" aria-hidden="true" /> {t.figures.blocked}
            <span class="figure-part warned" aria-hidden="true" /> {t.figures.warned}
          </p>
        </>
      )}
    </section>
  );
}

function rowsOf(counts: readonly NoticedCount[]): Row[] {
  const rows = new Map<string, Row>();
  for (const { kind, outcome, count } of counts) {
    const row = rows.get(kind) ?? { kind, blocked: 0, warned: 0, sent: 0, dismissed: 0 };
    if (outcome === 'blocked' || outcome === 'warned' || outcome === 'sent' || outcome === 'dismissed')
      row[outcome] += count;
    rows.set(kind, row);
  }
  const total = (row: Row): number => row.blocked + row.warned;
  return [...rows.values()]
    .filter((row) => total(row) + row.dismissed > 0)
    .sort((a, b) => total(b) - total(a))
    .slice(0, MAX_ROWS);
}
