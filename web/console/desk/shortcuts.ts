// What the commands of the keyboard do.
import type { DeskActions } from '../model/desk_model';
import type { Command } from '../model/keys';
import type { Queue } from './queue';
import type { Rooms } from './rooms';

/** Where the rail is a drawer; as in ui/desk.css. */
export const narrow = matchMedia('(max-width: 46rem)');

export class Shortcuts {
  constructor(
    private readonly rooms: Rooms,
    private readonly queue: Queue,
    private readonly actions: DeskActions,
  ) {}

  run(command: Command): void {
    const { actions } = this;
    const { front } = this.rooms;
    const rows = this.rooms.rows();
    const at = rows.findIndex((row) => row.id === front);
    const go = (id: string | undefined) => id !== undefined && actions.focus(id);
    const slot = /^slot-(\d)$/.exec(command)?.[1];
    if (slot) go(rows[Number(slot) - 1]?.id);
    else if (command === 'next') go(rows[(at + 1) % Math.max(1, rows.length)]?.id);
    else if (command === 'previous') go(rows[(Math.max(0, at) - 1 + rows.length) % Math.max(1, rows.length)]?.id);
    else if (command === 'next-unread') {
      const due = rows.filter((row) => row.unread > 0 && row.id !== front);
      due.sort((a, b) => (a.waiting_since_ms ?? Date.now()) - (b.waiting_since_ms ?? Date.now()));
      go(due[0]?.id);
    } else if (command === 'accept') this.queue.acceptNext();
    else if (command === 'lock') actions.lock();
    else if (command === 'help') actions.openDialog({ kind: 'help' });
    else if (command === 'switcher') actions.openDialog({ kind: 'switcher', query: '', at: 0 });
    else if (command === 'rail') this.betweenRegions(front);
  }

  private betweenRegions(front: string | undefined): void {
    if (front && !(document.activeElement instanceof HTMLIFrameElement)) {
      this.actions.focus(front);
      return;
    }
    if (narrow.matches) this.actions.drawer(true);
    const goals = ['.row-button[aria-current="true"]', '.row-button', '.accept', '.availability'];
    // The keyboard leaves the frame only after this event.
    setTimeout(() => {
      const goal = goals.map((one) => document.querySelector<HTMLElement>(`.rail ${one}`)).find((one) => one !== null);
      goal?.focus();
    });
  }
}
