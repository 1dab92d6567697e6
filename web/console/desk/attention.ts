// Calls for attention when there is more to do than before: in words for screen readers, in the title, by a tone. Never
// with a word of what was written.
import { t } from '../messages';
import type { MineRow, Settings } from '../model/desk_model';
import type { Announcer } from './announcer';
import type { Notifier } from './notify';

export class Attention {
  private waitingBefore = 0;
  private dueBefore = 0;

  constructor(
    private readonly announcer: Announcer,
    private readonly notifier: Notifier,
  ) {}

  update(rows: readonly MineRow[], front: string | undefined, waiting: number, available: boolean, settings: Settings) {
    const hidden = document.visibilityState !== 'visible';
    const due = rows.filter((row) => row.unread > 0 && (hidden || row.id !== front)).length;
    if (waiting !== this.waitingBefore) this.announcer.say(t.announce.waiting(waiting));
    else if (due > this.dueBefore) this.announcer.say(t.announce.unread(due));
    const more = due > this.dueBefore || (available && waiting > this.waitingBefore);
    if (settings.sound && more) this.notifier.sound();
    this.notifier.show(due + (available ? waiting : 0), settings.title);
    this.waitingBefore = waiting;
    this.dueBefore = due;
  }
}
