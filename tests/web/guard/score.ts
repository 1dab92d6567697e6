// The measurement of the wrong-chat guard, as tables (`./dev guard-score`). tests/web/guard.test.ts holds the bounds.
import type { DetectEngine } from '../../../web/shared/detect/engine';
import { Bed, type Outcome, type Row, type Scene, tally } from './bed';

export interface Score {
  outcomes: Outcome[];
  slips: Row[];
  harmless: Row[];
}

export async function score(engine: DetectEngine, scenes: readonly Scene[]): Promise<Score> {
  const bed = await Bed.make(engine);
  const outcomes: Outcome[] = [];
  for (const scene of scenes) outcomes.push(...(await bed.run(scene)));
  return {
    outcomes,
    slips: tally(outcomes.filter(({ from }) => from !== undefined)),
    harmless: tally(outcomes.filter(({ from }) => from === undefined)),
  };
}

/** Without any value that identifies: caught where it can be, and counted apart. */
export const isMatterAlone = ({ kind }: { kind: string }): boolean => kind.startsWith('matter alone');

export function total(kind: string, rows: readonly Row[]): Row {
  const sum = (of: (row: Row) => number) => rows.reduce((all, row) => all + of(row), 0);
  return { kind, tried: sum((row) => row.tried), held: sum((row) => row.held), named: sum((row) => row.named) };
}

const percent = (part: number, whole: number): string => (whole === 0 ? '' : `${((100 * part) / whole).toFixed(1)} %`);

function slipTable(slips: readonly Row[]): string[] {
  const known = slips.filter((row) => !isMatterAlone(row));
  const rows = [...known, total('all of these', known), ...slips.filter(isMatterAlone)];
  return [
    '| slip | tried | stopped | of these, right conversation named |',
    '|---|---|---|---|',
    ...rows.map(
      ({ kind, tried, held, named }) => `| ${kind} | ${tried} | ${percent(held, tried)} | ${percent(named, held)} |`,
    ),
    '',
  ];
}

export function table({ slips, harmless }: Score): string {
  return [
    ...(slips.length > 0 ? slipTable(slips) : []),
    '| harmless reply | tried | stopped |',
    '|---|---|---|',
    ...[...harmless, total('all', harmless)].map(({ kind, tried, held }) => `| ${kind} | ${tried} | ${held} |`),
  ].join('\n');
}

/** What went wrong, for those who mend it. */
export function mistakes({ outcomes }: Score): string {
  return outcomes
    .filter(({ from, verdict }) => (from === undefined) === (verdict.is !== 'clear'))
    .map(({ kind, text, from, verdict }) => {
      const why = verdict.is === 'belongs' ? ` (${verdict.why.join(', ')}, ${Math.round(verdict.score)})` : '';
      return `${from === undefined ? 'ALARM' : 'MISSED'} ${kind}${why}: ${text}`;
    })
    .join('\n');
}
