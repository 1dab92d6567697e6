// Where the quick switcher can go.
import { t } from '../messages';
import type { IconName } from '../ui/icons';
import type { DeskModel, MineRow, Pane, WaitingRow } from './desk_model';

export type Place =
  | { kind: 'mine'; key: string; label: string; row: MineRow }
  | { kind: 'waiting'; key: string; label: string; row: WaitingRow }
  | { kind: 'page'; key: string; label: string; pane: Pane; icon: IconName };

/** 0 is no match; the start of a word counts more than its middle. */
function score(label: string, query: string): number {
  const text = label.toLocaleLowerCase();
  if (query === '') return 1;
  if (text.startsWith(query)) return 4;
  if (text.split(/\s+/).some((word) => word.startsWith(query))) return 3;
  const initials = text
    .split(/\s+/)
    .map((word) => word[0])
    .join('');
  if (initials.startsWith(query)) return 2;
  return text.includes(query) ? 1 : 0;
}

export function places(model: DeskModel, query: string): Place[] {
  const wanted = query.trim().toLocaleLowerCase();
  const all: Place[] = [
    ...model.mine.map((row): Place => ({ kind: 'mine', key: `mine-${row.id}`, label: row.identity.name, row })),
    ...model.waiting.map(
      (row): Place => ({ kind: 'waiting', key: `waiting-${row.id}`, label: t.dialog.accept(row.identity.name), row }),
    ),
    { kind: 'page', key: 'team', label: t.rail.team, pane: 'team', icon: 'users' },
    { kind: 'page', key: 'notices', label: t.rail.notices, pane: 'notices', icon: 'shield' },
    { kind: 'page', key: 'settings', label: t.rail.settings, pane: 'settings', icon: 'gear' },
  ];
  return all
    .map((place, index) => ({ place, index, score: score(place.label, wanted) }))
    .filter((entry) => entry.score > 0)
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .map((entry) => entry.place);
}
