// What this console has refused or seen, newest last, and how many of it have been looked at.
import type { DeskModel, NoticeKind } from '../model/desk_model';

const MAX_NOTICES = 200;

export class NoticeList {
  all: DeskModel['notices'] = [];
  seen = 0;

  /** `seen`: it is looked at, or needs no look. */
  add(kind: NoticeKind, sentence: string, conversation: string | undefined, seen: boolean): void {
    const id = (this.all.at(-1)?.id ?? 0) + 1;
    const notice = { id, kind, time_ms: Date.now(), sentence, ...(conversation ? { conversation } : {}) };
    this.all = [...this.all, notice].slice(-MAX_NOTICES);
    if (seen) this.seen += 1;
  }

  allSeen(): void {
    this.seen = this.all.length;
  }
}
